/**
 * A practice's patients and what is recorded about them.
 */
import { type PatientFacts, practiceCatalog } from '@rolecall/core'
import type { Random } from '../random.ts'
import type { FactsTable, RecordRow } from './facts-table.ts'
import type { Frame } from './practice-policy.ts'

/** How often each kind is recorded; of every other kind there are a few. */
const weights: Readonly<Record<string, number>> = {
  note: 24,
  appointment: 18,
  message: 8,
  comment: 5,
  task: 6,
  history: 4,
  prescription: 4,
  refill: 3,
  result: 5,
  form: 5,
  charge: 3,
  claim: 2,
  collection: 2,
  invoice: 5,
  payment: 3,
  intake: 1,
  plan: 4,
  finding: 1,
  order: 4,
  setup: 4,
  template: 1,
}

export function practiceFacts(
  random: Random,
  around: Frame,
  counts: { patients: number; records: number },
): FactsTable {
  const patients = Array.from({ length: counts.patients }, () => patient(random, around))
  const records: RecordRow[] = patients.map(({ id }, patientNumber) => ({
    id,
    kind: 'patient',
    patientNumber,
  }))
  for (const [kind, { patient, team }] of Object.entries(practiceCatalog.kinds))
    if (patient === 'no' && team === 'wide')
      for (let count = 0; count < 20; count++) records.push({ id: random.uuid(), kind })
  for (const { id } of around.people)
    records.push(
      { id: random.uuid(), kind: 'account', owner: id },
      { id: random.uuid(), kind: 'notificationSettings', owner: id },
    )
  const orders: RecordRow[] = []
  while (records.length < counts.records) {
    const made = record(random, around, patients, orders)
    if (made.kind === 'order') orders.push(made)
    records.push(made)
  }
  return { patients, records }
}

function patient(random: Random, { practitioners, people, locations, tags }: Frame): PatientFacts {
  const careTeam = random.chance(0.05) ? [] : random.some(practitioners, 1, 3)
  const list = () => [...random.some(people, 1, 3).map(({ id }) => id), ...careTeam.slice(0, 1)]
  return {
    id: random.uuid(),
    careTeam,
    tags: random.some(tags, 0, 4),
    locations: random.some(locations, 1, 2),
    restrictedTo: random.chance(0.02) ? list() : null,
    clinicalTo: random.chance(0.03) ? list() : null,
    createdBy: random.pick(people).id,
    consentWithdrawn: random.chance(0.02),
  }
}

function record(
  random: Random,
  around: Frame,
  patients: readonly PatientFacts[],
  orders: readonly RecordRow[],
): RecordRow {
  const kind = random.weighted(weights)
  const row = practiceCatalog.kinds[kind]
  const patientNumber =
    row?.patient === 'no' || (row?.patient === 'maybe' && random.chance(0.4))
      ? undefined
      : random.below(patients.length)
  const careTeam = patientNumber === undefined ? [] : (patients[patientNumber]?.careTeam ?? [])
  const practitioner =
    careTeam.length > 0 && random.chance(0.8) ? random.pick(careTeam) : random.pick(around.practitioners)
  const base = { id: random.uuid(), kind, patientNumber, author: random.pick(around.people).id }
  if (kind === 'task') return { ...base, owner: random.pick(around.people).id, state: state(null, null) }
  if (row?.team !== 'owner') return { ...base, state: state(null, null) }
  if (kind === 'setup' && orders.length > 0) return setup(random, base, random.pick(orders))
  const owner = random.chance(0.02) ? null : practitioner
  const places = patientNumber === undefined &&
    random.chance(0.5) && { locations: [random.pick(around.locations)] }
  return { ...base, owner, ...places, state: state(kind === 'note' ? random.chance(0.6) : null, null) }
}

/** A setup belongs to its order: its patient and owner are the order's. */
function setup(random: Random, base: RecordRow, { id, owner, patientNumber }: RecordRow): RecordRow {
  const status = random.chance(0.5) ? 'awaiting-approval' : 'approved'
  return {
    ...base,
    patientNumber,
    owner: owner ?? null,
    case: { id, owner: owner ?? null },
    state: state(null, status),
  }
}

/** The state columns of every record. */
function state(
  signed: boolean | null,
  status: string | null,
): { signed: boolean | null; status: string | null } {
  return { signed, status }
}
