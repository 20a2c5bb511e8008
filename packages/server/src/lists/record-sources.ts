/**
 * The kinds of record that have a table, each with where its facts are found. One entry a kind.
 */
import type { Columns, PatientColumns, RecordFacts } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

const patientFacts: PatientColumns = {
  id: 'patient.id',
  careTeam: 'facts.care_team',
  tags: 'facts.tags',
  locations: 'facts.locations',
  restrictedTo: 'facts.restricted_to',
  clinicalTo: 'facts.clinical_to',
  createdBy: 'facts.created_by',
  consentWithdrawn: 'facts.consent_withdrawn',
}

/** A record that always has a patient lies where its patient does: what it has of its own is never asked. */
const noPlaces = { locations: 'null::text[]', tags: 'null::text[]' }

export const storedKinds = {
  patient: {
    /** Rows of a practice, each with the facts that access turns on. */
    rows: (transaction: Transaction, practiceId: string) =>
      transaction
        .selectFrom('patient')
        .innerJoin('patient_facts as facts', (join) =>
          join
            .onRef('facts.practice_id', '=', 'patient.practice_id')
            .onRef('facts.id', '=', 'patient.facts_id'),
        )
        .where('patient.practice_id', '=', practiceId),
    columns: { id: 'patient.id', patient: patientFacts } as Columns,
  },
  appointment: {
    rows: (transaction: Transaction, practiceId: string) =>
      transaction
        .selectFrom('appointment')
        .innerJoin('patient_facts as facts', (join) =>
          join
            .onRef('facts.practice_id', '=', 'appointment.practice_id')
            .onRef('facts.id', '=', 'appointment.patient_facts_id'),
        )
        .where('appointment.practice_id', '=', practiceId),
    columns: {
      id: 'appointment.id',
      owner: 'appointment.owner_id',
      author: 'appointment.author_id',
      state: { status: 'appointment.status' },
      ...noPlaces,
      patient: { ...patientFacts, id: 'appointment.patient_id' },
    } as Columns,
  },
  note: {
    rows: (transaction: Transaction, practiceId: string) =>
      transaction
        .selectFrom('note')
        .innerJoin('patient_facts as facts', (join) =>
          join
            .onRef('facts.practice_id', '=', 'note.practice_id')
            .onRef('facts.id', '=', 'note.patient_facts_id'),
        )
        .where('note.practice_id', '=', practiceId),
    columns: {
      id: 'note.id',
      owner: 'note.owner_id',
      author: 'note.author_id',
      state: { signed: 'note.signed' },
      ...noPlaces,
      patient: { ...patientFacts, id: 'note.patient_id' },
    } as Columns,
  },
} as const

/** Kinds of record that have a table. */
export type StoredKind = keyof typeof storedKinds

export function isStored(kind: string): kind is StoredKind {
  return Object.hasOwn(storedKinds, kind)
}

/** A query that starts from the rows of a kind, joined with the facts of their patients as `facts`. */
export type RowsOf<K extends StoredKind> = ReturnType<(typeof storedKinds)[K]['rows']>

interface Stored {
  readonly practiceId: string
  readonly kind: StoredKind
  readonly id: string
  /** Keep others from changing it, if it is among these rows. What is not is not there. */
  readonly hold: RowsOf<StoredKind> | false
}

/** The facts of one record as it is stored now, whoever may see it. */
export async function storedFacts(
  transaction: Transaction,
  { practiceId, kind, id, hold }: Stored,
): Promise<RecordFacts | undefined> {
  if (hold !== false && !(await holdPatient(transaction, hold, { practiceId, kind, id }))) return undefined
  return factsAmong(storedKinds[kind].rows(transaction, practiceId) as RowsOf<StoredKind>, kind, id)
}

/**
 * The facts of one record, if it is among some rows. Asked of the rows in reach, what is not in reach and what is not
 * there take the same way, and the same time.
 */
export async function factsAmong(
  rows: RowsOf<StoredKind>,
  kind: StoredKind,
  id: string,
): Promise<RecordFacts | undefined> {
  const row = await (rows as RowsOf<'patient'>)
    .select(recordOf(kind))
    .where(sql.ref(storedKinds[kind].columns.id), '=', id)
    .executeTakeFirst()
  return row && { kind, ...row.record }
}

/**
 * The facts of one record, or where it is not there those of any other one: to look for what is there and for what is
 * not is then the same work.
 */
export async function factsOrOthers(
  transaction: Transaction,
  { practiceId, kind, id }: Omit<Stored, 'hold'>,
): Promise<RecordFacts | undefined> {
  const { columns } = storedKinds[kind]
  const ids = transaction.selectFrom(kind).select('id').where('practice_id', '=', practiceId)
  // A query of its own: row security lets no other expression of several parts be looked for in an index.
  const one = sql<string>`(select coalesce((${ids.where('id', '=', id)}), (${ids.orderBy('id').limit(1)})))`
  const row = await (storedKinds[kind].rows(transaction, practiceId) as RowsOf<'patient'>)
    .select(recordOf(kind))
    .where(sql.ref(columns.id), '=', one)
    .executeTakeFirst()
  return row && { kind, ...row.record }
}

/**
 * The patient is locked before anything of theirs is: whoever changes a record of theirs comes to the patient's facts
 * in the end, and two who held the record first would wait for each other. Whose they are is found first, among the
 * rows: nobody waits for a patient out of their reach, which would tell that somebody is working on one.
 */
async function holdPatient(
  transaction: Transaction,
  rows: RowsOf<StoredKind>,
  { practiceId, kind, id }: Omit<Stored, 'hold'>,
): Promise<boolean> {
  const { columns }: { readonly columns: Columns } = storedKinds[kind]
  const patientId = (rows as RowsOf<'patient'>)
    .select(sql.ref<string>(columns.patient?.id ?? columns.id).as('id'))
    .where(sql.ref(columns.id), '=', id)
  const held = await transaction
    .selectFrom('patient as held')
    .select('held.id')
    .where('held.practice_id', '=', practiceId)
    .where('held.id', '=', patientId)
    .forUpdate()
    .executeTakeFirst()
  return held !== undefined
}

/** The facts of a record as one value, in the shape the engine takes but for their kind. */
export function recordOf(kind: StoredKind) {
  const { id, owner, author, state = {}, patient }: Columns = storedKinds[kind].columns
  const ref = (column: string | undefined) => (column === undefined ? sql`null` : sql.ref(column))
  const stateParts = Object.entries(state).map(([name, column]) => sql`${sql.lit(name)}, ${sql.ref(column)}`)
  return sql<Omit<RecordFacts, 'kind'>>`jsonb_build_object(
    'id', ${sql.ref(id)}, 'owner', ${ref(owner)}, 'author', ${ref(author)},
    'state', jsonb_build_object(${sql.join(stateParts)}),
    'patient', jsonb_build_object(
      'id', ${ref(patient?.id)}, 'careTeam', ${ref(patient?.careTeam)}, 'tags', ${ref(patient?.tags)},
      'locations', ${ref(patient?.locations)}, 'restrictedTo', ${ref(patient?.restrictedTo)},
      'clinicalTo', ${ref(patient?.clinicalTo)}, 'createdBy', ${ref(patient?.createdBy)},
      'consentWithdrawn', ${ref(patient?.consentWithdrawn)}))`.as('record')
}
