import type { Columns, PatientFacts, RecordFacts } from '@rolecall/core'
import type { Selectable } from 'kysely'
import type { PatientTable } from '../database/tables.ts'

/** Where the facts about a patient are found in a query on the table `patient`. */
export const patientColumns: Columns = {
  id: 'patient.id',
  patient: {
    id: 'patient.id',
    careTeam: 'patient.care_team',
    tags: 'patient.tags',
    locations: 'patient.locations',
    restrictedTo: 'patient.restricted_to',
    clinicalTo: 'patient.clinical_to',
    createdBy: 'patient.created_by',
    consentWithdrawn: 'patient.consent_withdrawn',
  },
}

/** The columns behind those facts. */
export const factColumns = [
  'patient.id',
  'patient.care_team',
  'patient.tags',
  'patient.locations',
  'patient.restricted_to',
  'patient.clinical_to',
  'patient.created_by',
  'patient.consent_withdrawn',
] as const

type FactRow = Pick<
  Selectable<PatientTable>,
  | 'id'
  | 'care_team'
  | 'tags'
  | 'locations'
  | 'restricted_to'
  | 'clinical_to'
  | 'created_by'
  | 'consent_withdrawn'
>

/** The same facts of a row that was read, for a decision in memory. */
function patientFacts(row: FactRow): PatientFacts {
  return {
    id: row.id,
    careTeam: row.care_team,
    tags: row.tags,
    locations: row.locations,
    restrictedTo: row.restricted_to,
    clinicalTo: row.clinical_to,
    createdBy: row.created_by,
    consentWithdrawn: row.consent_withdrawn,
  }
}

/** A patient as the record that a question names. */
export function patientRecord(row: FactRow): RecordFacts {
  return { id: row.id, kind: 'patient', patient: patientFacts(row) }
}
