/**
 * The same questions asked of a PostgreSQL: facts as rows, plans as SQL.
 *
 * It brings no driver: `query` runs one statement with values, in one session (the tables are temporary).
 */
import { practiceCatalog } from '../src/catalog/practice-catalog.ts'
import type { PatientFacts, RecordFacts } from '../src/evaluate/facts.ts'
import { compile, type PlanQuestion } from '../src/plan/compile.ts'
import type { Snapshot } from '../src/policy/snapshot.ts'
import type { Columns } from '../src/sql/columns.ts'
import { concat, numbered, raw, type Sql, value } from '../src/sql/sql.ts'
import { stepSql, toSql } from '../src/sql/to-sql.ts'

export type Query = (text: string, values: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>

/** Where the facts stand in the tables made here. */
const columns: Columns = {
  id: 'r.id',
  owner: 'r.owner',
  author: 'r.author',
  locations: 'r.locations',
  tags: 'r.tags',
  caseId: 'r.case_id',
  caseOwner: 'r.case_owner',
  state: { signed: 'r.signed', status: 'r.status' },
  patient: {
    id: 'p.id',
    careTeam: 'p.care_team',
    tags: 'p.tags',
    locations: 'p.locations',
    restrictedTo: 'p.restricted_to',
    clinicalTo: 'p.clinical_to',
    createdBy: 'p.created_by',
    consentWithdrawn: 'p.consent_withdrawn',
  },
}

const patientRow =
  'id text, care_team text[], tags text[], locations text[], restricted_to text[], clinical_to text[], created_by text, consent_withdrawn boolean'
const recordRow =
  'id text, kind text, patient text, owner text, author text, locations text[], tags text[], case_id text, case_owner text, signed boolean, status text'

/** Make the tables. They last as long as the session, and starting anew is no error. */
export async function createTables(query: Query): Promise<void> {
  await query(`create temporary table if not exists patient_facts (${patientRow}, primary key (id))`, [])
  await query(`create temporary table if not exists record_facts (${recordRow}, primary key (id))`, [])
}

/** Replace what the tables hold. */
export async function load(
  query: Query,
  patients: Iterable<PatientFacts>,
  records: Iterable<RecordFacts>,
): Promise<void> {
  await query('truncate patient_facts, record_facts', [])
  await insert(query, 'patient_facts', patientRow, [...patients].map(patientAsRow))
  await insert(query, 'record_facts', recordRow, [...records].map(recordAsRow))
}

async function insert(query: Query, table: string, row: string, rows: readonly object[]): Promise<void> {
  await query(`insert into ${table} select * from jsonb_to_recordset($1::jsonb) as t(${row})`, [
    JSON.stringify(rows),
  ])
}

function patientAsRow(patient: PatientFacts): object {
  return {
    id: patient.id,
    // An empty list and none at all are the same fact; both are tried.
    care_team: patient.careTeam.length === 0 && patient.id.endsWith('2') ? null : patient.careTeam,
    tags: patient.tags.length === 0 ? null : patient.tags,
    locations: patient.locations.length === 0 ? null : patient.locations,
    restricted_to: patient.restrictedTo ?? null,
    clinical_to: patient.clinicalTo ?? null,
    created_by: patient.createdBy ?? null,
    consent_withdrawn: patient.consentWithdrawn ?? null,
  }
}

function recordAsRow(record: RecordFacts): object {
  const state = (field: string) => record.state?.[field] ?? null
  return {
    id: record.id,
    kind: record.kind,
    patient: practiceCatalog.kinds[record.kind]?.patient === 'no' ? null : (record.patient?.id ?? null),
    owner: record.owner ?? null,
    author: record.author ?? null,
    locations: record.locations ?? null,
    tags: record.tags ?? null,
    case_id: record.case?.id ?? null,
    case_owner: record.case?.owner ?? null,
    signed: state('signed'),
    status: state('status'),
  }
}

const rowsOf = 'from record_facts r left join patient_facts p on p.id = r.patient where r.kind = '

/** Ask several questions about all records of their kinds at once: for each record the step it fails, or null. */
export async function askSteps(
  query: Query,
  snapshot: Snapshot,
  questions: readonly PlanQuestion[],
): Promise<readonly ReadonlyMap<string, string | null>[]> {
  const answers = questions.map(() => new Map<string, string | null>())
  if (questions.length === 0) return answers
  const parts = questions.map((question, index) => stepsOf(snapshot, question, index))
  const { text, values } = numbered(
    concat(parts.flatMap((part, index) => (index === 0 ? [part] : [raw(' union all '), part]))),
    0,
  )
  for (const { question, id, step, allowed } of await query(text, values)) {
    if ((step === null) !== allowed) throw new Error(`the filter and the steps of \`${String(id)}\` disagree`)
    answers[Number(question)]?.set(String(id), step === null ? null : String(step))
  }
  return answers
}

function stepsOf(snapshot: Snapshot, question: PlanQuestion, index: number): Sql {
  const plan = compile(snapshot, question)
  return concat([
    raw(`select ${index} as question, r.id as id, `),
    stepSql(plan, columns),
    raw(' as step, coalesce('),
    toSql(plan, columns),
    raw(`, false) as allowed ${rowsOf}`),
    value(question.kind),
  ])
}

/** The ids of all records a plan allows. */
export async function askIds(
  query: Query,
  snapshot: Snapshot,
  question: PlanQuestion,
): Promise<readonly string[]> {
  const plan = compile(snapshot, question)
  const { text, values } = numbered(
    concat([
      raw(`select r.id as id ${rowsOf}`),
      value(question.kind),
      raw(' and '),
      toSql(plan, columns),
      raw(' order by r.id'),
    ]),
  )
  return (await query(text, values)).map(({ id }) => String(id))
}
