// Written by `describe-tables.ts` from the migrated database.

import type { ColumnType, Generated } from 'kysely'

export interface Tables {
  patient: PatientTable
  patient_token: PatientTokenTable
  practice: PracticeTable
  session: SessionTable
}

export interface PatientTable {
  practice_id: string
  id: string
  family: string
  given: string
  sort_key: string
  birth_date: string | null
  gender: string | null
  care_team: Generated<string[]>
  tags: Generated<string[]>
  locations: Generated<string[]>
  restricted_to: string[] | null
  clinical_to: string[] | null
  created_by: string | null
  consent_withdrawn: Generated<boolean>
}

export interface PatientTokenTable {
  practice_id: string
  token: string
  patient_id: string
}

export interface PracticeTable {
  id: string
  name: string
  epoch: ColumnType<string, string | bigint | undefined>
  policy: ColumnType<unknown, string>
}

export interface SessionTable {
  token_hash: Buffer
  practice_id: string
  member_id: string
  acting_for: string | null
  started_at: Generated<Date>
  ends_at: Date
}
