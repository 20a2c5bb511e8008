import type { Catalog } from '../../src/catalog/catalog.ts'
import type { PatientFacts, RecordFacts } from '../../src/evaluate/facts.ts'
import type { Instant, Member, Policy, Role } from '../../src/policy/policy.ts'
import { checkLookalikes } from './check-lookalikes.ts'
import { checkSeparation } from './check-separation.ts'
import { decodeText } from './decode-text.ts'
import { type Complaints, complaintsAbout, type FileError } from './file-error.ts'
import { namesOf, readyMadeRoles } from './names.ts'
import { parseTree } from './parse-tree.ts'
import type { PracticeFile } from './practice-file.ts'
import { expectations } from './read-expectations.ts'
import { checkOwner, members } from './read-members.ts'
import { patients } from './read-patients.ts'
import { declaredLocations, declaredTags, type Practice, practice } from './read-practice.ts'
import { records, type WrittenRecord } from './read-records.ts'
import { roles } from './read-roles.ts'
import { glass, shares } from './read-shares.ts'
import { instant } from './read-span.ts'
import { type Reading, shape } from './read-value.ts'
import { placeUnder, type Tree, under } from './tree.ts'

export interface ReadOptions {
  readonly catalog: Catalog
  /** What errors call the file. */
  readonly name: string
  /** The instant of the expectations where the file names none. */
  readonly now?: Instant
}

export type ReadResult =
  | {
      readonly ok: true
      readonly file: PracticeFile
      /** What is allowed and yet probably a slip, such as a chart that one person alone can open. */
      readonly warnings: readonly FileError[]
    }
  | { readonly ok: false; readonly errors: readonly FileError[] }

/**
 * Read a practice file. Total: whatever it is given, it answers with the file or with everything that is wrong with it,
 * and never throws. Nothing is guessed: what is not plainly said is an error.
 */
export function readPracticeFile(input: string | Uint8Array, options: ReadOptions): ReadResult {
  const complaints = complaintsAbout(options.name)
  const file = read(input, options, complaints)
  return file !== undefined && complaints.isEmpty
    ? { ok: true, file, warnings: complaints.warnings() }
    : { ok: false, errors: complaints.all() }
}

function read(
  input: string | Uint8Array,
  options: ReadOptions,
  complaints: Complaints,
): PracticeFile | undefined {
  const text = decodeText(input, complaints)
  const root = text === undefined ? undefined : parseTree(text, complaints)
  if (root === undefined) return undefined
  const reading = readingOf(root, options, complaints)
  checkLookalikes(root, options.catalog, complaints)
  const value = wholeFile(root, reading)
  if (value === undefined) return undefined
  const written: Practice = value.practice ?? { modules: [], readOnly: [], separate: [] }
  checkWhole(root, written, [...(value.members?.values() ?? [])], reading)
  if (!complaints.isEmpty || reading.now === undefined) return undefined
  return {
    name: options.name,
    catalog: options.catalog,
    practice: { name: written.name ?? options.name },
    locations: value.locations ?? [],
    tags: value.tags ?? [],
    now: reading.now,
    policy: policyOf(written, value, options.catalog),
    ...factsOf(options.catalog, {
      patients: value.patients ?? new Map(),
      records: value.records ?? new Map(),
      members: value.members ?? new Map(),
    }),
    expectations: value.expect ?? [],
  }
}

const wholeFile = shape(
  'a practice file',
  'practice: { name: Green Street }',
  {},
  {
    practice,
    locations: declaredLocations,
    tags: declaredTags,
    roles,
    members,
    shares,
    patients,
    records,
    glass,
    expect: expectations,
  },
)

type WholeFile = NonNullable<ReturnType<typeof wholeFile>>

/** The instant is wanted by what is read before it, so it is read first, and complained about in its turn. */
function readingOf(root: Tree, { catalog, name, now }: ReadOptions, complaints: Complaints): Reading {
  const silent = complaintsAbout(name)
  const reading = { catalog, names: namesOf(root, catalog), complaints, suggestions: { left: 20 } }
  const written = under(under(root, 'practice'), 'now')
  const named = written === undefined ? now : instant(written, { ...reading, complaints: silent, now })
  return { ...reading, now: named }
}

function checkWhole(root: Tree, { separate }: Practice, all: readonly Member[], reading: Reading) {
  const tree = under(root, 'practice')
  if (reading.now === undefined && (tree ?? root).is === 'map' && under(tree, 'now') === undefined)
    reading.complaints.add(
      placeUnder(root, 'practice'),
      'the file names no instant; add `now: 2026-11-21T09:00:00Z` to `practice`',
    )
  const memberTree = under(root, 'members')
  if (memberTree === undefined || memberTree.is === 'map') checkOwner(all, memberTree ?? root, root, reading)
  if (tree !== undefined) checkSeparation(separate, all, tree, reading)
}

function policyOf({ modules, readOnly, separate }: Practice, value: WholeFile, catalog: Catalog): Policy {
  return {
    modules,
    readOnly,
    roles: allRoles(catalog, value.roles ?? new Map()),
    members: [...(value.members?.values() ?? [])],
    shares: value.shares ?? [],
    glass: value.glass ?? [],
    separate,
  }
}

/** The ready-made roles, then the practice's own. One of its own takes the place of the ready-made one of that id. */
function allRoles(catalog: Catalog, own: ReadonlyMap<string, Role>): readonly Role[] {
  const all = new Map(readyMadeRoles(catalog).map((role) => [role.id, role]))
  for (const [id, role] of own) all.set(id, role)
  return [...all.values()]
}

interface Written {
  readonly patients: ReadonlyMap<string, PatientFacts>
  readonly records: ReadonlyMap<string, WrittenRecord>
  readonly members: ReadonlyMap<string, Member>
}

function factsOf(
  catalog: Catalog,
  written: Written,
): Pick<PracticeFile, 'patients' | 'records' | 'uncreated'> {
  const owned = ownedBy(catalog, written)
  const patients = new Map(
    Array.from(written.patients, ([id, patient]) => {
      const careTeam = [...new Set([...patient.careTeam, ...(owned.get(id)?.keys() ?? [])])]
      return [id, { ...patient, careTeam }]
    }),
  )
  const records = new Map<string, RecordFacts>()
  const uncreated = new Map<string, RecordFacts>()
  for (const record of written.records.values()) {
    const { id, owner = '' } = record
    const patient = patients.get(patientOf(catalog, written, record) ?? '')
    records.set(id, recordFacts(record, patient, written))
    if (patient === undefined || !isOnCareTeam(catalog, written, record)) continue
    const isByThisAlone = owned.get(patient.id)?.get(owner) === 1
    if (!isByThisAlone || written.patients.get(patient.id)?.careTeam.includes(owner)) continue
    const careTeam = patient.careTeam.filter((member) => member !== owner)
    uncreated.set(id, recordFacts(record, { ...patient, careTeam }, written))
  }
  return { patients, records, uncreated }
}

/** For each patient how many records about them put each of their owners on the care team. */
function ownedBy(catalog: Catalog, written: Written): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const owned = new Map<string, Map<string, number>>()
  for (const record of written.records.values()) {
    const patient = patientOf(catalog, written, record)
    const { owner } = record
    if (patient === undefined || owner === undefined || !isOnCareTeam(catalog, written, record)) continue
    const owners = owned.get(patient) ?? new Map<string, number>()
    owned.set(patient, owners.set(owner, (owners.get(owner) ?? 0) + 1))
  }
  return owned
}

/** The patient a record is about: of a record that belongs to a case, the patient of the case. */
function patientOf({ kinds }: Catalog, { records }: Written, record: WrittenRecord): string | undefined {
  if (kinds[record.kind]?.shared !== 'through-case') return record.patient
  return records.get(record.case ?? '')?.patient
}

/** Who owns a record about a patient treats them, unless it is cancelled; who a record is assigned to does not. */
function isOnCareTeam(
  { kinds }: Catalog,
  { members }: Written,
  { kind, owner = '', state }: WrittenRecord,
): boolean {
  if (state?.status === 'cancelled' || kinds[kind]?.assignedTo !== undefined) return false
  return members.get(owner)?.kind === 'practitioner'
}

function recordFacts(
  { patient: _, case: caseId, ...record }: WrittenRecord,
  patient: PatientFacts | undefined,
  { records }: Written,
): RecordFacts {
  const order = caseId === undefined ? undefined : records.get(caseId)
  return {
    ...record,
    ...(patient && { patient }),
    ...(order && { case: { id: order.id, ...(order.owner !== undefined && { owner: order.owner }) } }),
  }
}
