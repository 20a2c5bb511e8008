import type { Catalog, StateRule } from '../../src/catalog/catalog.ts'
import type { State } from '../../src/evaluate/facts.ts'
import { nearMiss } from './near-miss.ts'
import { asKind, kindName, locationName, memberName, patientName, recordName, tagName } from './read-names.ts'
import { caseKinds } from './read-shares.ts'
import {
  complainOfValue,
  expected,
  id,
  listing,
  mapOf,
  quoted,
  type Reader,
  type Reading,
  setOf,
  shape,
  truth,
} from './read-value.ts'
import { type Tree, textUnder, under } from './tree.ts'

/** A record as the file writes it, naming its patient and its case. */
export interface WrittenRecord {
  readonly id: string
  readonly kind: string
  readonly patient?: string
  readonly owner?: string
  readonly author?: string
  readonly case?: string
  readonly locations?: readonly string[]
  readonly tags?: readonly string[]
  readonly state?: State
}

const recordKind: Reader<string> = (tree, reading) => {
  const kind = kindName(tree, reading)
  if (kind === undefined || kind !== reading.catalog.patientKind) return kind
  return reading.complaints.add(tree.at, 'a patient is no record; move it to `patients`')
}

/** Where a file says what a record is at: a truth for each rule that asks for one, a word for each that asks for a word. */
function stateFields(catalog: Catalog): Readonly<Record<string, Reader<boolean | string>>> {
  const rules = Map.groupBy(stateRules(catalog), ({ field }) => field)
  return Object.fromEntries(
    Array.from(rules, ([field, same]) => {
      const words = same.flatMap(({ is }) => (typeof is === 'string' ? [is] : []))
      return [field, words.length === 0 ? truth : status(field, words)]
    }),
  )
}

function stateRules({ kinds, permissions }: Catalog): readonly StateRule[] {
  const ofActs = Object.values(kinds).flatMap(({ acts }) =>
    Object.values(acts).flatMap(({ state }) => state ?? []),
  )
  const ofCovers = Object.values(permissions).flatMap(({ covers }) =>
    covers.flatMap(({ when }) => (typeof when === 'object' ? when : [])),
  )
  return [...ofActs, ...ofCovers]
}

/**
 * Practices have more statuses than the catalogue has rules about, so any hyphenated word will do,
 * except one that is nearly a status with a rule: that is a slip, and it would quietly mean something else.
 */
function status(field: string, words: readonly string[]): Reader<string> {
  return (tree, reading) => {
    if (tree.is !== 'text') return expected(`a ${field}`, words[0] ?? '', tree, reading)
    if (words.includes(tree.text)) return tree.text
    const meant = nearMiss(tree.text, words)
    if (meant === undefined && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(tree.text)) return tree.text
    const advice =
      meant === undefined ? `write one word such as \`${words[0]}\`` : `did you mean \`${meant}\`?`
    return reading.complaints.add(tree.at, `unknown ${field} ${quoted(tree.text)}; ${advice}`)
  }
}

const baseFields = {
  patient: patientName,
  owner: memberName,
  author: memberName,
  case: recordName,
  locations: setOf('a list of locations', '[green]', locationName),
  tags: setOf('a list of tags', '[green-st]', tagName),
}

function recordReader(catalog: Catalog): (id: string) => Reader<WrittenRecord> {
  const states = stateFields(catalog)
  const sample = '{ kind: note, patient: p1, owner: chen }'
  const fields = shape('a record', sample, { kind: recordKind }, { ...baseFields, ...states })
  return (id) => (tree, reading) => {
    const value: Readonly<Record<string, unknown>> | undefined = fields(tree, reading)
    checkRecord(id, tree, reading)
    if (value === undefined) return undefined
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(states, key)))
    const state = Object.fromEntries(Object.entries(value).filter(([key]) => Object.hasOwn(states, key)))
    const record = { id, ...rest } as WrittenRecord
    return Object.keys(state).length === 0 ? record : { ...record, state: state as State }
  }
}

export const records: Reader<ReadonlyMap<string, WrittenRecord>> = (tree, reading) =>
  mapOf(
    'a map of records',
    '{ n1: { kind: note, patient: p1, owner: chen } }',
    id('record'),
    recordReader(reading.catalog),
  )(tree, reading)

function checkRecord(id: string, tree: Tree, reading: Reading) {
  const { catalog, names, complaints } = reading
  if (names.patients?.has(id))
    complaints.add(tree.at, `${quoted(id)} is a patient and a record; give one of them another id`)
  const kind = textUnder(tree, 'kind')
  const row = kind !== undefined && Object.hasOwn(catalog.kinds, kind) ? catalog.kinds[kind] : undefined
  if (kind === undefined || row === undefined) return
  if (row.patient === 'no' && under(tree, 'patient') !== undefined)
    complainOfValue(
      tree,
      'patient',
      `a record of kind \`${kind}\` is about no patient; remove \`patient\``,
      reading,
    )
  checkOwnerKind(kind, tree, reading)
  checkCase(kind, tree, reading)
}

/** Owners are practitioners. What is assigned has any member for its owner, and so has what is one's own. */
function checkOwnerKind(kind: string, tree: Tree, reading: Reading) {
  const owner = textUnder(tree, 'owner')
  const is = owner === undefined ? undefined : reading.names.members?.get(owner)?.kind
  if (owner === undefined || is === undefined || is === 'practitioner') return
  if (isAssigned(kind, reading.catalog) || reading.catalog.kinds[kind]?.team === 'self') return
  complainOfValue(
    tree,
    'owner',
    `${quoted(owner)} is ${asKind(is)}; only practitioners own records of kind \`${kind}\`, so name one`,
    reading,
  )
}

function isAssigned(kind: string, { permissions }: Catalog): boolean {
  return Object.values(permissions).some(({ covers }) =>
    covers.some((cover) => cover.kind === kind && cover.when === 'mine'),
  )
}

function checkCase(kind: string, tree: Tree, reading: Reading) {
  const named = under(tree, 'case')
  if (named?.is !== 'text') return
  if (reading.catalog.kinds[kind]?.shared !== 'through-case') {
    complainOfValue(tree, 'case', `a record of kind \`${kind}\` belongs to no case; remove \`case\``, reading)
    return
  }
  const is = reading.names.records?.get(named.text)?.kind
  const cases = caseKinds(reading.catalog)
  if (is !== undefined && !cases.includes(is))
    complainOfValue(
      tree,
      'case',
      `${quoted(named.text)} is of kind ${quoted(is)}; name a record of kind ${listing(cases)}`,
      reading,
    )
}
