/**
 * Who asks, and the same question put by hand: what a good developer who knows these tables writes for one person.
 */
import { type Member, type Policy, practiceCatalog } from '@rolecall/core'

export interface Person {
  readonly id: string
  readonly reaches: string
  /** Of facts, as `facts`: what this person reaches. */
  readonly facts: string
  /** The same of the tables that facts come from, as the patient `patient`. */
  readonly tables: string
  /** The ids of patients who may be in reach, as `patient_id`, where they are few. */
  readonly driver?: string
  /** Of notes, as `note`, beside the facts of their patient. */
  readonly notes: string
  readonly owners?: readonly string[]
}

const open = (id: string, list = 'restricted_to') => `(facts.${list} is null or facts.${list} @> '{${id}}')`
const openInTables = (id: string) => `not exists (
  select from chart_restriction r where r.practice_id = patient.practice_id and r.patient_id = patient.id
    and r.level = 'whole' and not exists (
      select from chart_reader c where c.practice_id = r.practice_id and c.patient_id = r.patient_id
        and c.level = r.level and c.member_id = '${id}'))`
const treated = (by: readonly string[]) => `exists (
  select from care_team t where t.practice_id = patient.practice_id and t.patient_id = patient.id
    and t.practitioner_id in (${by.map((one) => `'${one}'`)}))`
const treatedBy = (by: readonly string[]) =>
  `select distinct patient_id from care_team where practice_id = $1 and practitioner_id in (${by.map((one) => `'${one}'`)})`
const tagged = (tag: string) => `exists (
  select from patient_tag g where g.practice_id = patient.practice_id and g.patient_id = patient.id
    and g.tag_id = '${tag}')`
const taggedWith = (tag: string) =>
  `select patient_id from patient_tag where practice_id = $1 and tag_id = '${tag}'`

function limited(id: string, reaches: string, tag: string, more: Partial<Person> = {}): Person {
  return {
    id,
    reaches,
    facts: `facts.tags && '{${tag}}' and ${open(id)}`,
    tables: `${tagged(tag)} and ${openInTables(id)}`,
    notes: open(id, 'clinical_to'),
    ...more,
  }
}

function treating(id: string, reaches: string, by: readonly string[]): Person {
  return {
    id,
    reaches,
    facts: `facts.care_team && '{${by}}' and ${open(id)}`,
    tables: `${treated(by)} and ${openInTables(id)}`,
    driver: treatedBy(by),
    notes: `note.owner_id in (${by.map((one) => `'${one}'`)}) and ${open(id, 'clinical_to')}`,
    owners: by,
  }
}

export const people: readonly Person[] = [
  limited('none', 'none', 'absent', { driver: taggedWith('absent') }),
  treating('dten', 'ten', ['dten']),
  treating('two', '2 %', ['d00', 'd01']),
  limited('half', 'half', 'half'),
  {
    id: 'all',
    reaches: 'all that are not restricted',
    facts: open('all'),
    tables: openInTables('all'),
    notes: open('all', 'clinical_to'),
  },
]

const practitioners = Array.from({ length: 100 }, (_, number) => `d${String(number).padStart(2, '0')}`)

export function policy(): Policy {
  const everyone = [{ level: 'view' }] as const
  const front = (id: string, more: Partial<Member>): Member => ({ ...member(id, 'administrative'), ...more })
  return {
    modules: Object.keys(practiceCatalog.modules),
    readOnly: [],
    roles: [
      {
        id: 'viewer',
        label: 'Viewer',
        fits: [],
        permissions: ['patients.view', 'notes.view', 'notes.viewSigned', 'notes.viewOwn'],
      },
    ],
    members: [
      front('owner', { owner: true }),
      front('none', { team: everyone, tagLimit: { match: 'any', tags: ['absent'] } }),
      front('two', { team: ['d00', 'd01'].map((colleague) => ({ colleague, level: 'view' })) }),
      front('half', { team: everyone, tagLimit: { match: 'any', tags: ['half'] } }),
      front('all', { team: everyone }),
      ...[...practitioners, 'dten'].map((id) => member(id, 'practitioner')),
    ],
    shares: [],
    glass: [],
    separate: [],
  }
}

function member(id: string, kind: Member['kind']): Member {
  const grants = [{ id: `${id}/1`, role: 'viewer' }]
  return { id, kind, owner: false, status: 'active', account: true, grants, team: [], manages: [] }
}
