/**
 * Facts as plain objects. With strings of their `own`, as a database driver yields them: none is the same string object
 * as the one in a policy, so that an engine pays for comparing them. `shared`, as a process has them that keeps its
 * facts in memory: the same id is the same string.
 */
import type { PatientFacts, RecordFacts } from '@rolecall/core'

/** A record as its table has it: the patient by number. */
export interface RecordRow extends Omit<RecordFacts, 'patient'> {
  readonly patientNumber?: number | undefined
}

export interface FactsTable {
  readonly patients: readonly PatientFacts[]
  readonly records: readonly RecordRow[]
}

export type Strings = 'own' | 'shared'

/** Cloning by value is what keeps the strings apart: `JSON.parse` would make short ones the very same objects. */
export function readFacts(table: FactsTable, strings: Strings): readonly RecordFacts[] {
  const { patients, records } = strings === 'own' ? structuredClone(table) : table
  const read = patients.map(patientFacts)
  return records.map((row) =>
    recordFacts(row, row.patientNumber === undefined ? null : (read[row.patientNumber] ?? null)),
  )
}

/** The ids of members as sessions carry them: strings of their own, too. */
export function readIds(ids: readonly string[], strings: Strings): readonly string[] {
  return strings === 'own' ? structuredClone(ids) : ids
}

/** Every column, in the order of the table. */
function patientFacts(row: PatientFacts): PatientFacts {
  return {
    id: row.id,
    careTeam: row.careTeam,
    tags: row.tags,
    locations: row.locations,
    restrictedTo: row.restrictedTo ?? null,
    clinicalTo: row.clinicalTo ?? null,
    createdBy: row.createdBy ?? null,
    consentWithdrawn: row.consentWithdrawn ?? false,
  }
}

function recordFacts(row: RecordRow, patient: PatientFacts | null): RecordFacts {
  return {
    id: row.id,
    kind: row.kind,
    patient,
    owner: row.owner ?? null,
    author: row.author ?? null,
    case: row.case ?? null,
    locations: row.locations ?? null,
    tags: row.tags ?? null,
    state: row.state ?? null,
  }
}
