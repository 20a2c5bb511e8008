import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'

/** A patient as an import would have them. */
export interface PreviewedPatient {
  readonly id: string
  readonly family: string
  readonly given: string
  readonly birthDate: string
  readonly gender: string
  readonly tags: string[]
  readonly state: 'new' | 'changed' | 'same'
}

/** The first patients of the stage, after it was compared. */
export async function previewStage(transaction: Transaction): Promise<readonly PreviewedPatient[]> {
  const { rows } = await sql<PreviewedPatient>`
    select id, details ->> 'family' as family, details ->> 'given' as given,
      coalesce(details ->> 'birthDate', '') as "birthDate", coalesce(details ->> 'gender', 'unknown') as gender,
      array(select target from import_pair where patient_id = one.id and kind = 'tag' order by target) as tags, state
    from import_patient as one order by n limit 10`.execute(transaction)
  return rows
}
