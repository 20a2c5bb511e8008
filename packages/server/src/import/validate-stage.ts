/**
 * What is wrong with a line only beside others, or beside what the practice has. Such lines are taken from the stage.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { mostShown } from './bad-line.ts'
import { liftedPrefix } from './contained.ts'

export interface Found {
  readonly file: number
  readonly line: number
  readonly reason: string
  /** It tells that a patient, or a record of a patient, whom the sender may not see is there. */
  readonly ofHidden?: true
  /** It would be imported with `confirmed`. */
  readonly confirmable?: true
}

/** `others`: how many more there are of which nothing else is told. */
export type Complain = (found: Found, others: number) => void

const nouns = [
  ['import_member', 'practitioner'],
  ['import_role', 'role'],
  ['import_location', 'location'],
  ['import_patient', 'patient'],
  ['import_appointment', 'appointment'],
  ['import_note', 'note'],
] as const

/** Before references are resolved: two under one id, and an id that means something else here. */
export async function checkIds(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  await mergeLifted(transaction, practiceId)
  for (const [table, noun] of nouns)
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using (
        select n, row_number() over (partition by id order by n) as nth from ${sql.table(table)}
      ) as numbered where numbered.n = one.n and nth > 1
      returning one.n, file, line, ${`\`id\` is that of a ${noun} on a line before: \``}::text || one.id || '\`' as reason`,
    )
  await dismiss(
    transaction,
    complain,
    sql`delete from import_member as one using member
      where member.practice_id = ${practiceId}::uuid and member.id = one.id and member.kind <> 'practitioner'
      returning n, file, line, '\`id\` is that of a member who is no practitioner: \`' || one.id || '\`' as reason`,
  )
}

/** The same person within several resources is one, and is whoever carries the identifier outside of them. */
async function mergeLifted(transaction: Transaction, practiceId: string): Promise<void> {
  const isLifted = sql`one.id like ${`${liftedPrefix}%`}`
  for (const table of ['import_member', 'import_role', 'import_location'] as const)
    await dismiss(
      transaction,
      () => {},
      sql`delete from ${sql.table(table)} as one using (
        select n, row_number() over (partition by id order by n) as nth from ${sql.table(table)}
      ) as numbered where numbered.n = one.n and nth > 1 and ${isLifted} returning one.n, file, line, ''::text as reason`,
    )
  for (const [table, type, stored, id] of lifted)
    await dismiss(
      transaction,
      () => {},
      sql`delete from ${sql.table(table)} as one using import_identifier as own
        where own.n = one.n and ${isLifted} and (
          exists (select from import_identifier as other where other.type = ${type} and other.value = own.value
            and other.system = own.system and other.id not like ${`${liftedPrefix}%`})
          or exists (select from ${sql.table(stored)} as other where other.practice_id = ${practiceId}::uuid
            and other.value = own.value and other.system = own.system and other.${sql.ref(id)} <> one.id)
        ) returning one.n, file, line, ''::text as reason`,
    )
}

const lifted = [
  ['import_member', 'Practitioner', 'member_identifier', 'member_id'],
  ['import_location', 'Location', 'location_identifier', 'location_id'],
] as const

/**
 * Once references are resolved: what cannot be without a patient, and what is somebody else's here. `complainOfStored`
 * is told of ids that records here have already.
 */
export async function checkRecords(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
  complainOfStored = complain,
): Promise<void> {
  for (const [table, stored, field] of records) {
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using import_reference as named
        where named.ref = one.patient_ref and named.resolved is null
        returning n, file, line, case
          when named.type <> 'Patient' then ${field}::text || ' is no patient but a \`' || named.type || '\`'
          when named.url is not null and named.value is null
            then ${field}::text || ' names a patient who is not here: \`' || named.url || '\`'
          else ${field}::text || ' names a patient by an identifier that nobody, or more than one, has here'
        end as reason`,
    )
    await dismiss(
      transaction,
      complainOfStored,
      sql`delete from ${sql.table(table)} as one using ${sql.table(stored)} as stored, import_reference as named
        where stored.practice_id = ${practiceId}::uuid and stored.id = one.id and named.ref = one.patient_ref
          and (stored.source is distinct from one.source or stored.patient_id <> named.resolved)
        returning n, file, line, case
          when stored.source is distinct from one.source
            then ${`\`id\` is that of a${stored === 'note' ? '' : 'n'} ${stored} that did not come from this resource: \``}::text || one.id || '\`'
          else ${`the ${stored} is about another patient than before, which an import does not change`}::text
        end as reason`,
    )
  }
  await sql`update import_reference as named set resolved = null
    where type = 'Encounter' and resolved is not null
      and not exists (select from import_appointment where id = named.resolved)
      and not exists (select from appointment where practice_id = ${practiceId}::uuid and id = named.resolved)`.execute(
    transaction,
  )
}

const records = [
  ['import_appointment', 'appointment', 'the patient of the appointment'],
  ['import_note', 'note', '`subject`'],
] as const

/**
 * How many of each an import may bring. They belong to the policy, of which every server process holds the whole in
 * memory.
 */
const mostOfPolicy = 50_000

/** Refuse what would make the policy too large to hold. @returns why, undefined if it may be imported. */
export async function whyTooMany(transaction: Transaction): Promise<string | undefined> {
  const { rows } = await sql<{ what: string; count: number }>`
    select 'practitioners' as what, count(*)::int from import_member
    union all select 'locations', count(*)::int from import_location
    union all select 'tags', count(distinct tag)::int from import_tie`.execute(transaction)
  const found = rows.find(({ count }) => count > mostOfPolicy)
  const number = (count: number) => count.toLocaleString('en')
  return (
    found &&
    `these files bring ${number(found.count)} ${found.what}, at most ${number(mostOfPolicy)} can be imported at a time`
  )
}

/** Once everything else is checked: records of patients who were taken from the stage themselves. */
export async function checkPatients(
  transaction: Transaction,
  practiceId: string,
  complain: Complain,
): Promise<void> {
  for (const [table] of records)
    await dismiss(
      transaction,
      complain,
      sql`delete from ${sql.table(table)} as one using import_reference as named
        where named.ref = one.patient_ref
          and not exists (select from import_patient where id = named.resolved)
          and not exists (select from patient where practice_id = ${practiceId}::uuid and id = named.resolved)
        returning n, file, line, 'the patient cannot be imported: see their own line'::text as reason`,
    )
}

/**
 * Run a statement that takes lines from the stage, say why, and take what belongs to them too. Of very many, the first
 * are told with their place and the rest are counted.
 */
export async function dismiss(
  transaction: Transaction,
  complain: Complain,
  taking: RawBuilder<unknown>,
): Promise<void> {
  const { rows } = await sql<Found & { count: number }>`
    with gone as (${taking}),
    ties as (delete from import_tie using gone where import_tie.n = gone.n),
    identifiers as (delete from import_identifier using gone where import_identifier.n = gone.n)
    select file, line, reason, count(*) over ()::int as count from gone order by file, line limit ${mostShown}
  `.execute(transaction)
  const count = rows[0]?.count ?? 0
  for (const [index, { file, line, reason }] of rows.entries())
    complain({ file, line, reason }, index === 0 ? count - rows.length : 0)
}
