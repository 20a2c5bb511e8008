/**
 * A practice of so many patients with a note each, put into the tables at once: triggers and foreign keys do not run,
 * and what they keep right is written as they would have it.
 */
import type { Client } from 'pg'

const starts =
  'Mar Ber Sch Kow Ros Bran Cal Dem Eng Far Gar Hol Iv Jan Kel Lin Mor Nor Ols Pet Quin Rich Sal Tan Ul Van Wal Xen Yam Zim Alb Bor Cor Dan Ell Fos Gre Hen Ing Jo Kra Lam Mul Nav Or Per Ram Ste Tor Und Vil Wer Yo Zal Ab Bel Cha Dri Esp Fre'
const ends = 'tens tin ov ski son berg mann etti ez ard ova land stein field ham wick ley dal gren oux'
const given =
  'Ana Anders Bea Bo Carl Cleo Dana Dirk Eli Eva Finn Gus Hana Ida Ivo Jana Jon Kai Kim Lea Leo Lin Mara Mario Max Mia Nia Nils Olga Otto Pia Paul Rea Rolf Sam Sara Tom Tea Ugo Ute Vera Vito Wim Xenia Yara Zoe'

export async function loadWorld(client: Client, practiceId: string, size: number): Promise<void> {
  const statements = [
    `set session_replication_role = replica`,
    `create temporary table world as
     select md5('p' || i) as id, family, given, lower(family) || E'\\t' || lower(given) as sort_key,
       to_char(date '1930-01-01' + h4 % 34000, 'YYYY-MM-DD') as birth_date,
       array(select one from unnest(array['d' || lpad((h1 % 100)::text, 2, '0')]
         || case when h2 % 10 < 3 then array['d' || lpad(((h1 + 1 + h2 / 10 % 10) % 100)::text, 2, '0')] else '{}' end
         || case when i % (${size} / 10) = 7 then array['dten'] else '{}' end) as one order by one collate "C") as care_team,
       case when h3 % 2 = 0 then array['half'] else '{}' end
         || case when h3 / 2 % 20 = 0 then array['vip'] else '{}' end as tags,
       array['l' || h5 % 5] as locations,
       case when i % 1000 = 500 then array['d' || lpad((h1 % 100)::text, 2, '0'), 'dten'] end as restricted_to,
       case when i % 1000 = 700 then array['d' || lpad((h1 % 100)::text, 2, '0')] end as clinical_to,
       case when i % (${size} / 10) = 7 and h2 % 2 = 0 then 'dten' else 'd' || lpad((h1 % 100)::text, 2, '0') end as owner,
       h6 % 5 > 0 as signed, timestamptz '2026-01-01' + make_interval(secs => h7 % 94000000) as written_at
     from (
       select i, f[1 + (power(h8 % 100000 / 100000.0, 1.5) * 60)::int % 60] || e[1 + h9 % 20] as family,
         g[1 + h10 % 46] as given, h1, h2, h3, h4, h5, h6, h7
       from (
         select i, ${[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) => `(hashint8extended(i, ${n}) & 2147483647)::int as h${n}`)}
         from generate_series(1::bigint, ${size}) as i
       ) as hashed,
       (select string_to_array('${starts}', ' ') as f, string_to_array('${ends}', ' ') as e,
         string_to_array('${given}', ' ') as g) as words
     ) as named`,
    `alter table world add digest bytea`,
    `update world set digest = sha256(convert_to(jsonb_build_array(care_team, tags, locations, restricted_to,
       clinical_to, null::text, false)::text, 'UTF8'))`,
    `insert into patient_facts (practice_id, id, care_team, tags, locations, restricted_to, clinical_to,
       consent_withdrawn, digest)
     select '${practiceId}', row_number() over (), * from (
       select distinct on (digest) care_team, tags, locations, restricted_to, clinical_to, false, digest from world
     ) as one`,
    `insert into patient_facts_count select '${practiceId}', count(*) from patient_facts where practice_id = '${practiceId}'
     on conflict (practice_id) do update set last = excluded.last`,
    `insert into patient (practice_id, id, family, given, sort_key, birth_date, gender, facts_id)
     select '${practiceId}', world.id, family, given, sort_key, birth_date, 'other', facts.id
     from world join patient_facts facts on facts.practice_id = '${practiceId}' and facts.digest = world.digest`,
    `insert into patient_token (practice_id, token, patient_id, sort_key, facts_id)
     select practice_id, token, id, sort_key, facts_id from patient,
       lateral (select distinct unnest(string_to_array(sort_key, E'\\t')) as token) as words
     where practice_id = '${practiceId}'`,
    `insert into care_team select '${practiceId}', id, unnest(care_team) from world`,
    `insert into record_owner select '${practiceId}', id, owner from world`,
    `insert into patient_tag select '${practiceId}', id, unnest(tags) from world`,
    `insert into patient_location select '${practiceId}', id, unnest(locations) from world`,
    `insert into chart_restriction select '${practiceId}', id, level
     from world, lateral (values ('whole', restricted_to), ('clinical', clinical_to)) as list (level, members)
     where members is not null`,
    `insert into chart_reader select '${practiceId}', id, level, unnest(members)
     from world, lateral (values ('whole', restricted_to), ('clinical', clinical_to)) as list (level, members)
     where members is not null`,
    `insert into note (practice_id, id, patient_id, patient_facts_id, owner_id, author_id, title, signed, written_at)
     select '${practiceId}', md5('n' || world.id), world.id, facts_id, owner, owner, 'Visit', signed, written_at
     from world join patient on patient.practice_id = '${practiceId}' and patient.id = world.id`,
    `drop table world`,
    `reset session_replication_role`,
  ]
  for (const statement of statements) await client.query(statement)
  for (const table of tables) await vacuum(client, table)
}

const tables = [
  'patient',
  'patient_facts',
  'patient_token',
  'care_team',
  'record_owner',
  'patient_tag',
  'note',
  'chart_restriction',
  'chart_reader',
]

/** As the database is when nobody loads it. A vacuum that others were in the way of, such as autovacuum, is repeated. */
async function vacuum(client: Client, table: string): Promise<void> {
  for (let tried = 0; tried < 60; tried++) {
    await client.query(`vacuum (analyze) ${table}`)
    const { rows } = await client.query(
      `select relallvisible >= relpages * 0.99 as is_done from pg_class where relname = $1`,
      [table],
    )
    if (rows[0]?.is_done === true) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`the pages of \`${table}\` do not become visible to all`)
}
