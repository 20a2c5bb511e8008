import type { PatientFacts } from '@rolecall/core'
import type { Transaction } from 'kysely'
import type { Tables } from '../database/tables.ts'

/** Set the facts that access turns on. Patients that are not there are returned by id. */
export async function savePatientFacts(
  transaction: Transaction<Tables>,
  practiceId: string,
  patients: Iterable<PatientFacts>,
): Promise<readonly string[]> {
  const missing: string[] = []
  for (const facts of patients) {
    const { numUpdatedRows } = await transaction
      .updateTable('patient')
      .set({
        care_team: [...facts.careTeam],
        tags: [...facts.tags],
        locations: [...facts.locations],
        restricted_to: facts.restrictedTo ? [...facts.restrictedTo] : null,
        clinical_to: facts.clinicalTo ? [...facts.clinicalTo] : null,
        created_by: facts.createdBy ?? null,
        consent_withdrawn: facts.consentWithdrawn ?? false,
      })
      .where('practice_id', '=', practiceId)
      .where('id', '=', facts.id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) missing.push(facts.id)
  }
  return missing
}
