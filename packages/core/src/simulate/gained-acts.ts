/**
 * What a change of a patient's facts would give a person who makes it: which acts on the patient, or on any record about
 * them, they could do after it and not before.
 *
 * Exact: a condition has no `not`, so an act can only be gained where a test of the patient turns true. Where one does,
 * the tests of the record that are left are tried on one record of each sort there could be.
 */
import type { Catalog, Cell } from '../catalog/catalog.ts'
import type { PatientFacts, RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import { type Access, accessOf, planOfCell } from '../plan/access.ts'
import { compileCell } from '../plan/compile-cell.ts'
import { all, always, any, type Condition, never } from '../plan/condition.ts'
import { conditionOf } from '../plan/plan.ts'
import type { Instant, MemberId } from '../policy/policy.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { sampleRecords } from './sample-records.ts'

export interface FactsChange {
  /** Whose gain is asked about, in every way they can act: an assistant, for everyone they manage and for nobody. */
  readonly member: MemberId
  readonly at: Instant
  readonly before: PatientFacts
  readonly after: PatientFacts
}

export interface GainedAct {
  readonly kind: string
  readonly act: string
  /** What is gained is this field alone. */
  readonly field?: string
  /** A record that could be about the patient, as it would be after the change. */
  readonly example: RecordFacts
}

/**
 * Not counted: taking on a patient nobody treats. In return, a change that leaves a patient with nobody who treats them
 * is judged as if everyone treated them afterwards.
 */
export function gainedActs(
  snapshot: Snapshot,
  { member, at, before, after }: FactsChange,
): readonly GainedAct[] {
  if (isSame(before, after)) return []
  const accesses = waysToAct(snapshot, member).map((actingFor) =>
    accessOf(snapshot, { member, actingFor, at }),
  )
  const comparisons = comparisonsOf(snapshot, before, after)
  const gained: GainedAct[] = []
  for (const { cell, field } of cellsAboutPatients(snapshot.catalog)) {
    const conditions = accesses.map((access) => conditionFor(access, cell, field))
    const example = comparisons
      .values()
      .map((comparison) => exampleOf(cell, conditions, comparison))
      .find((found) => found !== undefined)
    if (example !== undefined)
      gained.push({ kind: cell.kind, act: cell.act, ...(field !== undefined && { field }), example })
  }
  return gained
}

interface CellAndField {
  readonly cell: Cell
  /** Undefined: the record as a whole. */
  readonly field: string | undefined
}

function* cellsAboutPatients(catalog: Catalog): Generator<CellAndField> {
  for (const cell of [...catalog.cellsOf.values()].flat()) {
    if (cell.row.patient === 'no') continue
    yield { cell, field: undefined }
    for (const field of fieldsOf(catalog, cell)) yield { cell, field }
  }
}

/** The same facts, as lists are stored. Two orders of one list pass for different, which costs time and nothing else. */
function isSame(before: PatientFacts, after: PatientFacts): boolean {
  return (
    isSameList(before.careTeam, after.careTeam) &&
    isSameList(before.tags, after.tags) &&
    isSameList(before.locations, after.locations) &&
    isSameList(before.restrictedTo, after.restrictedTo) &&
    isSameList(before.clinicalTo, after.clinicalTo) &&
    (before.createdBy ?? null) === (after.createdBy ?? null) &&
    (before.consentWithdrawn ?? false) === (after.consentWithdrawn ?? false)
  )
}

function isSameList(
  one: readonly string[] | null | undefined,
  other: readonly string[] | null | undefined,
): boolean {
  if (one == null || other == null) return (one ?? null) === (other ?? null)
  return one.length === other.length && one.every((id, index) => other[index] === id)
}

function waysToAct({ members }: Snapshot, id: MemberId): readonly (MemberId | undefined)[] {
  const member = members.get(id)
  const managed = member?.kind === 'assistant' ? member.manages.map(({ practitioner }) => practitioner) : []
  return [undefined, ...new Set(managed)]
}

/** A record is gained where it is open as the patient becomes, and was not as they were in any of these. */
interface Comparison {
  readonly had: readonly PatientFacts[]
  readonly gets: PatientFacts
}

function comparisonsOf(
  { policy }: Snapshot,
  before: PatientFacts,
  after: PatientFacts,
): readonly Comparison[] {
  const treated = (patient: PatientFacts, careTeam: readonly MemberId[]) =>
    patient.careTeam.length > 0 ? patient : { ...patient, careTeam }
  const asTakenOn = { had: [before, treated(before, after.careTeam)], gets: after }
  if (after.careTeam.length > 0) return [asTakenOn]
  const everyone = policy.members.map(({ id }) => id)
  return [asTakenOn, { had: [before, treated(before, everyone)], gets: treated(after, everyone) }]
}

/** Fields that another act of the kind opens: what carries that act may be gained alone. */
function fieldsOf({ fields, cells }: Catalog, { kind }: Cell): readonly string[] {
  return Object.keys(fields).filter((name) => {
    const field = fields[name]
    return field?.closedBy === 'act' && cells.get(kind)?.has(field.act)
  })
}

function conditionFor(access: Access, cell: Cell, field: string | undefined): Condition {
  const plan = field === undefined ? planOfCell(access, cell) : compileCell(access.standing, cell, [field])
  return conditionOf(plan)
}

/** A record that one of the conditions opens as the patient becomes, and none of them as the patient was. */
function exampleOf(
  { kind, row }: Cell,
  conditions: readonly Condition[],
  { had, gets }: Comparison,
): RecordFacts | undefined {
  const rising = conditions.filter((condition) => had.every((was) => rises(condition, was, gets)))
  if (rising.length === 0) return undefined
  const opened = any(rising.map((condition) => given(condition, gets)))
  const wasOpen = any(conditions.flatMap((condition) => had.map((was) => given(condition, was))))
  if (opened.is === 'never' || wasOpen.is === 'always') return undefined
  const records =
    row.patient === 'itself'
      ? [{ id: gets.id, kind, patient: gets }]
      : sampleRecords({ kind, patient: gets }, [opened, wasOpen])
  return records.find((record) => meets(opened, record) && !meets(wasOpen, record))
}

/** Whether a test of the patient in a condition is false as they were and true as they become. */
function rises(condition: Condition, was: PatientFacts, becomes: PatientFacts): boolean {
  if (condition.is === 'all' || condition.is === 'any')
    return condition.of.some((part) => rises(part, was, becomes))
  return isAboutPatient(condition) && passes(condition, becomes) && !passes(condition, was)
}

/** What a condition asks of a record once its patient is known. */
function given(condition: Condition, patient: PatientFacts): Condition {
  if (condition.is === 'all') return all(condition.of.map((part) => given(part, patient)))
  if (condition.is === 'any') return any(condition.of.map((part) => given(part, patient)))
  if (!isAboutPatient(condition)) return condition
  return passes(condition, patient) ? always : never
}

function passes(test: Condition, patient: PatientFacts): boolean {
  return meets(test, { id: patient.id, kind: '', patient })
}

function isAboutPatient({ is }: Condition): boolean {
  switch (is) {
    case 'patient-missing':
    case 'patient-present':
    case 'patient-in':
    case 'patient-at':
    case 'patient-tagged':
    case 'treated-by':
    case 'untreated':
    case 'created-by':
    case 'chart-open':
    case 'chart-unrestricted':
    case 'consent-kept':
      return true
    case 'always':
    case 'never':
    case 'all':
    case 'any':
    case 'id-in':
    case 'owner-in':
    case 'owner-missing':
    case 'author-in':
    case 'record-at':
    case 'record-tagged':
    case 'state':
    case 'case-present':
    case 'case-in':
    case 'case-owner-in':
      return false
  }
}
