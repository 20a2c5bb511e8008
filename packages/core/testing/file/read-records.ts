import type { Catalog, StateRule } from '../../src/catalog/catalog.ts'
import type { State } from '../../src/evaluate/facts.ts'
import { asKind, kindName, locationName, memberName, patientName, recordName, tagName } from './read-names.ts'
import { caseKinds } from './read-shares.ts'
import {
  complainOfKey,
  complainOfValue,
  expected,
  id,
  listing,
  mapOf,
  orMeant,
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

/** What a file may say of the state of a record: a truth, or one of a few words. */
type StateField = 'truth' | readonly string[]

/** The state fields of one kind: those its rules ask about, and its status. */
function stateFieldsOf({ kinds, permissions }: Catalog, kind: string): StateFields {
  const row = kinds[kind]
  const ofActs = Object.values(row?.acts ?? {}).flatMap(({ state }) => state ?? [])
  const ofCovers = Object.values(permissions)
    .flatMap(({ covers }) => covers)
    .flatMap((cover) => (cover.kind === kind && typeof cover.when === 'object' ? cover.when : []))
  const words = new Map<string, string[]>()
  if (row !== undefined && row.statuses.length > 0) words.set('status', [...row.statuses])
  const fields = new Map<string, StateField>(words)
  for (const { field, is } of [...ofActs, ...ofCovers] satisfies readonly StateRule[]) {
    if (typeof is !== 'string') fields.set(field, 'truth')
    else if (!words.get(field)?.includes(is)) {
      words.set(field, [...(words.get(field) ?? []), is])
      fields.set(field, words.get(field) ?? [])
    }
  }
  return fields
}

type StateFields = ReadonlyMap<string, StateField>

/** The state fields of every kind. */
function allStateFields(catalog: Catalog): ReadonlyMap<string, StateFields> {
  return new Map(Object.keys(catalog.kinds).map((kind) => [kind, stateFieldsOf(catalog, kind)]))
}

/** Any word or truth. What the kind does not know is complained about by `checkStates`. */
const stateValue: Reader<boolean | string> = (tree) => {
  if (tree.is === 'truth') return tree.value
  return tree.is === 'text' ? tree.text : undefined
}

function checkStates(
  byKind: ReadonlyMap<string, StateFields>,
  fieldNames: ReadonlySet<string>,
  tree: Tree,
  reading: Reading,
) {
  const kind = textUnder(tree, 'kind') ?? ''
  const fields = byKind.get(kind)
  if (fields === undefined) return
  for (const field of fieldNames) {
    const value = under(tree, field)
    if (value === undefined) continue
    const known = fields.get(field)
    if (known === undefined) complainOfKey(tree, field, noState(kind, field, fields), reading)
    else if (known === 'truth') truth(value, reading)
    else checkStatus(field, known, value, reading)
  }
}

function noState(kind: string, field: string, fields: StateFields): string {
  const own = [...fields.keys()]
  const advice = own.length === 0 ? `remove \`${field}\`` : `its state is in ${listing(own, 'and')}`
  return `a record of kind \`${kind}\` has no \`${field}\`; ${advice}`
}

function checkStatus(field: string, words: readonly string[], value: Tree, reading: Reading) {
  if (value.is === 'text' && words.some((word) => meets(word, value.text))) return
  if (value.is !== 'text') expected(`a ${field}`, words[0] ?? '', value, reading)
  else
    reading.complaints.add(
      value.at,
      `unknown ${field} ${quoted(value.text)}${orMeant(value.text, words, `use ${listing(words)}`, reading)}`,
    )
}

/** Whether a word is a status, whose `N` stands for a number above zero. */
function meets(status: string, word: string): boolean {
  return word.replace(/(?<=^|-)[1-9]\d{0,2}(?=-|$)/g, 'N') === status
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
  const byKind = allStateFields(catalog)
  const fieldNames = new Set([...byKind.values()].flatMap((fields) => [...fields.keys()]))
  const states = Object.fromEntries(Array.from(fieldNames, (field) => [field, stateValue]))
  const sample = '{ kind: note, patient: p1, owner: chen }'
  const fields = shape('a record', sample, { kind: recordKind }, { ...baseFields, ...states })
  return (id) => (tree, reading) => {
    const value: Readonly<Record<string, unknown>> | undefined = fields(tree, reading)
    checkRecord(id, tree, reading)
    checkStates(byKind, fieldNames, tree, reading)
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
  if (row.team === 'wide' && under(tree, 'owner') !== undefined)
    complainOfKey(
      tree,
      'owner',
      `a record of kind \`${kind}\` belongs to the whole practice; remove \`owner\``,
      reading,
    )
  else checkOwnerKind(kind, tree, reading)
  checkCase(kind, tree, reading)
}

/** Owners are practitioners. What is assigned has any member for its owner, and so has what is one's own. */
function checkOwnerKind(kind: string, tree: Tree, reading: Reading) {
  const owner = textUnder(tree, 'owner')
  const is = owner === undefined ? undefined : reading.names.members?.get(owner)?.kind
  if (owner === undefined || is === undefined || is === 'practitioner') return
  const row = reading.catalog.kinds[kind]
  if (row?.assignedTo !== undefined || row?.team === 'self') return
  complainOfValue(
    tree,
    'owner',
    `${quoted(owner)} is ${asKind(is)}; only practitioners own records of kind \`${kind}\`, so name one`,
    reading,
  )
}

function checkCase(kind: string, tree: Tree, reading: Reading) {
  const named = under(tree, 'case')
  if (named === undefined && reading.catalog.kinds[kind]?.shared === 'through-case')
    reading.complaints.add(
      tree.at,
      `a record of kind \`${kind}\` belongs to a case; add \`case\` with a record of kind ${listing(caseKinds(reading.catalog))}`,
    )
  if (named?.is !== 'text') return
  if (reading.catalog.kinds[kind]?.shared !== 'through-case') {
    complainOfValue(tree, 'case', `a record of kind \`${kind}\` belongs to no case; remove \`case\``, reading)
    return
  }
  const belongsTo = reading.names.records?.get(named.text)
  const is = belongsTo?.kind
  const cases = caseKinds(reading.catalog)
  if (is !== undefined && !cases.includes(is))
    complainOfValue(
      tree,
      'case',
      `${quoted(named.text)} is of kind ${quoted(is)}; name a record of kind ${listing(cases)}`,
      reading,
    )
  else if (belongsTo !== undefined) checkPatientOfCase(named.text, belongsTo.patient, tree, reading)
}

/** A record that belongs to a case is about the patient of the case. */
function checkPatientOfCase(id: string, patient: string | undefined, tree: Tree, reading: Reading) {
  const named = textUnder(tree, 'patient')
  if (named === undefined || named === patient) return
  const about = patient === undefined ? 'no patient' : quoted(patient)
  const advice = patient === undefined ? 'remove `patient`' : `name ${quoted(patient)}, or remove \`patient\``
  complainOfValue(tree, 'patient', `its case ${quoted(id)} is about ${about}; ${advice}`, reading)
}
