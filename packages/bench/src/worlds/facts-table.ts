/**
 * Facts as a database driver yields them: plain objects, each value a string of its own, made at run time. None is the
 * same string object as the one in a policy, so that an engine pays for comparing them.
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

/** Cloning by value is what keeps the strings apart: `JSON.parse` would make short ones the very same objects. */
export function readFacts(table: FactsTable): readonly RecordFacts[] {
  const { patients, records } = structuredClone(table)
  const read = patients.map(patientFacts)
  // Which kind a row is of is known to the program that reads the table: that string is the program's own.
  const kinds = new Map(table.records.map(({ kind }) => [kind, kind]))
  return records.map((row) =>
    recordFacts(
      { ...row, kind: kinds.get(row.kind) ?? row.kind },
      row.patientNumber === undefined ? null : (read[row.patientNumber] ?? null),
    ),
  )
}

/** The ids of members as sessions carry them: strings of their own, too. */
export function readIds(ids: readonly string[]): readonly string[] {
  return structuredClone(ids)
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
