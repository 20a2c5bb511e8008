import { randomUUID } from 'node:crypto'
import {
  type Instant,
  type PatientFacts,
  type Policy,
  practiceCatalog,
  type RecordFacts,
  type Snapshot,
  snapshotOf,
} from '@rolecall/core'
import { anyWorld, instants } from '@rolecall/core/testing/worlds'
import fc from 'fast-check'
import type { Database, Transaction } from '../src/database/connect.ts'
import { savePatientFacts } from '../src/patients/save-patient-facts.ts'
import { savePatients } from '../src/patients/save-patients.ts'
import { addPractice } from '../src/policy/new-practice.ts'
import { newToken, tokenHash } from '../src/signin/token.ts'
import { Client } from './client.ts'

/** A practice with a few records of the kinds that have a table. */
export interface SmallPractice {
  readonly policy: Policy
  readonly patients: readonly PatientFacts[]
  /** The patients with what is written on them alone. Undefined: all that is said of them. */
  readonly written?: readonly PatientFacts[]
  readonly records: readonly StoredRecord[]
  /** When each patient was born, as exactly as it is known. Undefined: all in the same year. */
  readonly birthDates?: ReadonlyMap<string, string>
}

export interface RandomPractice extends SmallPractice {
  readonly birthDates: ReadonlyMap<string, string>
  /** How many are asked for at a time. */
  readonly pageSizes: readonly number[]
}

export type StoredRecord = RecordFacts & {
  readonly kind: 'note' | 'appointment'
  readonly patient: PatientFacts
}

const hour = 3_600_000

/** Ended, just begun, and yet to come: what the instants of random worlds become, seen from the database's clock. */
function placed(now: Instant): (instant: Instant) => Instant {
  const [first, second, third] = instants
  const places = new Map<Instant, Instant>([
    [first, now - 2 * hour],
    [second, now - hour],
    [third, now + 2 * hour],
  ])
  return (instant) => places.get(instant) ?? instant
}

const owners = ['pia', 'pol', 'pen', null] as const
/** Not known, a year, a month and days; and more than one of each, so that the order of equals shows. */
const birthDates = ['', '1980', '1980', '1980-05', '1980-05-17', '1979-12-31']
/** What an appointment is at: a visit that is cancelled takes no time. */
const statuses = ['booked', 'booked', 'arrived', 'cancelled'] as const
/** The most that is given at a time. */
export const mostOfAPage = 200

const drawn = fc.record({
  owner: fc.constantFrom(...owners),
  signed: fc.boolean(),
  status: fc.constantFrom(...statuses),
  place: fc.constantFrom('north', 'south', null),
  kind: fc.constantFrom('note' as const, 'appointment' as const),
  patient: fc.nat(3),
})

export function anyPractice(now: Instant): fc.Arbitrary<RandomPractice> {
  return fc
    .tuple(
      anyWorld,
      fc.array(drawn, { minLength: 6, maxLength: 14 }),
      fc.array(fc.constantFrom(...birthDates), { minLength: 4, maxLength: 4 }),
      // Those that cut what there is, and any.
      fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: mostOfAPage })),
    )
    .map(([{ policy, patients }, records, born, pageSizes]) => ({
      ...settled(shifted(policy, placed(now)), patients, records),
      birthDates: new Map(patients.map(({ id }, index) => [id, born[index] ?? ''])),
      pageSizes,
    }))
}

/** Grants of a role that is gone cannot be stored, and are no one's loss. */
function shifted(policy: Policy, at: (instant: Instant) => Instant): Policy {
  const roles = new Set(policy.roles.map(({ id }) => id))
  const moved = JSON.parse(JSON.stringify(policy), (key, value) =>
    (key === 'from' || key === 'until') && typeof value === 'number' ? at(value) : value,
  ) as Policy
  const members = moved.members.map((member) => ({
    ...member,
    grants: member.grants.filter(({ role }) => roles.has(role)),
  }))
  return { ...moved, members }
}

/**
 * Facts as the database works them out: an owner of a record treats the patient, and an appointment at a place adds the
 * place, unless it is cancelled.
 */
function settled(
  policy: Policy,
  patients: readonly PatientFacts[],
  drawn: readonly {
    readonly owner: string | null
    readonly signed: boolean
    readonly status: string
    readonly place: string | null
    readonly kind: 'note' | 'appointment'
    readonly patient: number
  }[],
): SmallPractice {
  const withOwners = patients.map((patient, index) => {
    const own = drawn.filter(
      ({ patient, kind, status }) => patient === index && (kind === 'note' || status !== 'cancelled'),
    )
    const booked = own.flatMap(({ kind, place }) => (kind === 'appointment' && place !== null ? [place] : []))
    const treating = own.flatMap(({ owner }) => (owner === null ? [] : [owner]))
    return {
      ...patient,
      careTeam: [...new Set([...patient.careTeam, ...treating])].sort(),
      locations: [...new Set([...patient.locations, ...booked])].sort(),
    }
  })
  const records = drawn.flatMap(
    ({ kind, owner, signed, status, place, patient }, index): readonly StoredRecord[] => {
      const about = withOwners[patient]
      if (about === undefined) return []
      const state = kind === 'note' ? { signed } : { status }
      return [
        {
          id: `${kind}${index}`,
          kind,
          owner,
          patient: about,
          state,
          locations: place === null ? [] : [place],
        },
      ]
    },
  )
  return { policy, patients: withOwners, written: patients, records }
}

export interface StoredPractice {
  readonly practiceId: string
  readonly snapshot: Snapshot
}

/** Put a random practice into the database. */
export async function storePractice(
  database: Database,
  { policy, patients, written = patients, records, birthDates }: SmallPractice,
): Promise<StoredPractice> {
  const practiceId = randomUUID()
  await database.within({ practiceId, mode: 'change' }, async (transaction) => {
    const withoutGlass = { ...policy, glass: [] }
    await addPractice(transaction, practiceId, 'random', withoutGlass)
    await savePatients(
      transaction,
      practiceId,
      patients.map(({ id }) => ({
        id,
        family: familyOf(id),
        given: 'Robin',
        birthDate: birthDates === undefined ? '1980' : birthDates.get(id) || undefined,
        gender: undefined,
        careTeam: [],
        tags: [],
      })),
    )
    await savePatientFacts(transaction, practiceId, written)
    await addLocations(transaction, practiceId, records)
    for (const { member, patient, reason, from, until } of policy.glass)
      await transaction
        .insertInto('glass')
        .values({
          practice_id: practiceId,
          member_id: member,
          patient_id: patient,
          reason,
          starts_at: from === undefined ? null : new Date(from),
          ends_at: until === undefined ? null : new Date(until),
        })
        .execute()
    for (const [index, record] of records.entries()) await storeRecord(transaction, practiceId, record, index)
  })
  return { practiceId, snapshot: snapshotOf(practiceCatalog, policy) }
}

/** Where appointments are, also where no patient has the location written on them. */
async function addLocations(
  transaction: Transaction,
  practiceId: string,
  records: readonly StoredRecord[],
): Promise<void> {
  const ids = new Set(records.flatMap(({ locations }) => locations ?? []))
  for (const id of ids)
    await transaction
      .insertInto('location')
      .values({ practice_id: practiceId, id, name: id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

export function familyOf(id: string): string {
  return `Family${id}`
}

/** When the appointments of a random practice are. */
export const day = '2030-05-06'

async function storeRecord(
  transaction: Transaction,
  practiceId: string,
  { id, kind, owner, patient, state, locations }: StoredRecord,
  index: number,
): Promise<void> {
  const common = { practice_id: practiceId, id, patient_id: patient.id, owner_id: owner ?? null }
  if (kind === 'note') {
    const signed = state?.signed === true
    await transaction
      .insertInto('note')
      .values({ ...common, signed, written_at: new Date(`${day}T00:${String(index).padStart(2, '0')}:00Z`) })
      .execute()
    await transaction
      .insertInto('note_version')
      .values({ practice_id: practiceId, note_id: id, version: 1, text: 'as it was' })
      .execute()
  } else {
    const starts = new Date(`${day}T${String(index).padStart(2, '0')}:00:00Z`)
    await transaction
      .insertInto('appointment')
      .values({
        ...common,
        location_id: locations?.[0] ?? null,
        status: String(state?.status ?? 'booked'),
        starts_at: starts,
        ends_at: new Date(starts.getTime() + hour / 2),
      })
      .execute()
  }
}

/** A client with a session of its own, whoever it is for: also for somebody whom sign-in would not let in. */
export async function sessionOf(
  database: Database,
  app: ConstructorParameters<typeof Client>[0],
  { practiceId, member, actingFor }: { practiceId: string; member: string; actingFor: string | undefined },
): Promise<Client> {
  const token = newToken(practiceId)
  await database.within({ practiceId, mode: 'change' }, (transaction) =>
    transaction
      .insertInto('session')
      .values({
        practice_id: practiceId,
        token_hash: tokenHash(token),
        member_id: member,
        acting_for: actingFor ?? null,
        ends_at: new Date(Date.now() + hour),
      })
      .execute(),
  )
  return new Client(app, { rolecall: token })
}
