/**
 * The best SQL we can write by hand for one person's question, in several ways; the quickest of a cell counts. Ids are
 * asked for as parameters, what the person is given as literals, so that PostgreSQL plans for them.
 */
import type { Person } from './people.ts'

export interface ByHand {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

export interface HandAsked {
  readonly practiceId: string
  readonly person: Person
  readonly after: readonly [string, string] | undefined
  readonly limit: number
  readonly words: readonly string[]
}

const last = '\u{10ffff}'

const shownPatient = `patient.id, patient.family, patient.given, patient.birth_date, patient.gender, patient.sort_key as key,
  facts.tags, facts.locations, facts.care_team, facts.restricted_to, facts.clinical_to`
const withFacts = `join patient_facts facts on facts.practice_id = patient.practice_id and facts.id = patient.facts_id`
const shownNote = `note.id, note.patient_id, note.owner_id, note.author_id, note.title, note.signed, note.version,
  note.revision, note.written_at::text as key`
const noteFacts = `join patient_facts facts on facts.practice_id = note.practice_id and facts.id = note.patient_facts_id`

export function patientPages({ practiceId, person, after, limit, words }: HandAsked): readonly ByHand[] {
  const values: unknown[] = [practiceId, ...(after ?? [])]
  const behind = after === undefined ? '' : 'and (patient.sort_key, patient.id) > ($2, $3)'
  const first = after === undefined ? 2 : 4
  const ranges = words.map((word, index) => {
    values.push(word, word + last)
    return (alias: string) =>
      `${alias}.token >= $${first + index * 2} and ${alias}.token < $${first + index * 2 + 1}`
  })
  const fits = ranges
    .map(
      (range) => `and exists (select from patient_token t where t.practice_id = patient.practice_id
        and t.patient_id = patient.id and ${range('t')})`,
    )
    .join(' ')
  const end = `order by patient.sort_key, patient.id limit ${limit}`
  const inPractice = `patient.practice_id = $1 ${behind} ${fits}`
  const allowed = `with allowed as materialized (
    select id from patient_facts facts where facts.practice_id = $1 and ${person.facts})`
  const found = (rows: string, before = '') => `${before} select ${shownPatient} from (${rows}) as found
    join patient on patient.practice_id = $1 and patient.id = found.id ${withFacts} order by patient.sort_key, patient.id`
  const ways: (readonly [string, string])[] = [
    [
      'join',
      `select ${shownPatient} from patient ${withFacts} where ${inPractice} and ${person.facts} ${end}`,
    ],
    [
      'tables',
      `select ${shownPatient} from patient ${withFacts} where ${inPractice} and ${person.tables} ${end}`,
    ],
    [
      'allowed facts, walked',
      found(
        `select patient.id, patient.sort_key from patient where ${inPractice} and patient.facts_id in (select id from allowed) ${end}`,
        allowed,
      ),
    ],
    [
      'allowed facts, merged',
      found(
        `select one.* from allowed cross join lateral (select patient.id, patient.sort_key from patient
          where ${inPractice} and patient.facts_id = allowed.id ${end}) as one order by sort_key, id limit ${limit}`,
        allowed,
      ),
    ],
  ]
  if (person.driver !== undefined)
    ways.push([
      'driver',
      `select ${shownPatient} from (${person.driver}) as mine
        join patient on patient.practice_id = $1 and patient.id = mine.patient_id ${withFacts}
        where ${inPractice} and ${person.facts} ${end}`,
    ])
  const [range] = ranges
  if (range !== undefined) {
    const [, ...others] = ranges
    const also = others
      .map(
        (other) => `and exists (select from patient_token o where o.practice_id = t.practice_id
          and o.patient_id = t.patient_id and ${other('o')})`,
      )
      .join(' ')
    const tokens = `select distinct t.sort_key, t.patient_id as id from patient_token t
      where t.practice_id = $1 and ${range('t')} ${also}`
    ways.push(
      [
        'words, then patients',
        found(`select patient.id from (${tokens}) as t
        join patient on patient.practice_id = $1 and patient.id = t.id ${withFacts} where ${person.facts} ${end}`),
      ],
      [
        'words with facts',
        found(
          `${tokens} and t.facts_id in (select id from allowed) order by t.sort_key, t.patient_id limit ${limit}`,
          allowed,
        ),
      ],
    )
  }
  return ways.map(([name, text]) => ({ name, text, values }))
}

export function patientCounts({ practiceId, person }: HandAsked): readonly ByHand[] {
  const values = [practiceId]
  const ways: (readonly [string, string])[] = [
    ['join', `select count(*) from patient ${withFacts} where patient.practice_id = $1 and ${person.facts}`],
    ['tables', `select count(*) from patient where patient.practice_id = $1 and ${person.tables}`],
    [
      'allowed facts',
      `select count(*) from patient where patient.practice_id = $1 and patient.facts_id in (
        select id from patient_facts facts where facts.practice_id = $1 and ${person.facts})`,
    ],
    [
      'array of facts',
      `select count(*) from patient where patient.practice_id = $1 and patient.facts_id = any (array(
        select id from patient_facts facts where facts.practice_id = $1 and ${person.facts}))`,
    ],
  ]
  if (person.driver !== undefined)
    ways.push([
      'driver',
      `select count(*) from (${person.driver}) as mine
        join patient on patient.practice_id = $1 and patient.id = mine.patient_id ${withFacts} where ${person.facts}`,
    ])
  return ways.map(([name, text]) => ({ name, text, values }))
}

export function notePages({ practiceId, person, after, limit }: HandAsked): readonly ByHand[] {
  const values: unknown[] = [practiceId, ...(after ?? [])]
  const behind = after === undefined ? '' : 'and (note.written_at, note.id) < ($2::timestamptz, $3)'
  const end = `order by note.written_at desc, note.id desc limit ${limit}`
  const inPractice = `note.practice_id = $1 ${behind}`
  const allowed = `with allowed as materialized (select id from patient_facts facts
    where facts.practice_id = $1 and ${person.facts} and ${person.notes.replace(/note\.\S+ in \([^)]*\) and /, '')})`
  const found = (rows: string, before = '') => `${before} select ${shownNote} from (${rows}) as found
    join note on note.practice_id = $1 and note.id = found.id order by note.written_at desc, note.id desc`
  const owned =
    person.owners === undefined ? '' : `and note.owner_id in (${person.owners.map((one) => `'${one}'`)})`
  const ways: (readonly [string, string])[] = [
    [
      'join',
      `select ${shownNote} from note ${noteFacts} where ${inPractice} and ${person.facts} and ${person.notes} ${end}`,
    ],
    [
      'allowed facts, walked',
      found(
        `select note.id, note.written_at from note where ${inPractice} ${owned} and note.patient_facts_id in (select id from allowed) ${end}`,
        allowed,
      ),
    ],
    [
      'allowed facts, merged',
      found(
        `select one.* from allowed cross join lateral (select note.id, note.written_at from note
          where ${inPractice} ${owned} and note.patient_facts_id = allowed.id ${end}) as one
          order by written_at desc, id desc limit ${limit}`,
        allowed,
      ),
    ],
  ]
  if (person.owners !== undefined)
    ways.push([
      'owners, merged',
      `select ${shownNote} from unnest(array[${person.owners.map((one) => `'${one}'`)}]) as mine cross join lateral (
        select note.* from note ${noteFacts} where ${inPractice} and note.owner_id = mine
          and ${person.facts} and ${person.notes} ${end}) as note ${end}`,
    ])
  return ways.map(([name, text]) => ({ name, text, values }))
}

export function noteCounts({ practiceId, person }: HandAsked): readonly ByHand[] {
  const values = [practiceId]
  const [, ownersOut] = ['', person.notes.replace(/note\.\S+ in \([^)]*\) and /, '')]
  const owned =
    person.owners === undefined ? '' : `and note.owner_id in (${person.owners.map((one) => `'${one}'`)})`
  return [
    {
      name: 'join',
      text: `select count(*) from note ${noteFacts} where note.practice_id = $1 and ${person.facts} and ${person.notes}`,
      values,
    },
    {
      name: 'allowed facts',
      text: `select count(*) from note where note.practice_id = $1 ${owned} and note.patient_facts_id in (
        select id from patient_facts facts where facts.practice_id = $1 and ${person.facts} and ${ownersOut})`,
      values,
    },
    {
      name: 'array of facts',
      text: `select count(*) from note where note.practice_id = $1 ${owned} and note.patient_facts_id = any (array(
        select id from patient_facts facts where facts.practice_id = $1 and ${person.facts} and ${ownersOut}))`,
      values,
    },
  ]
}
