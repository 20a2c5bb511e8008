/**
 * Where a record's facts are found in a query: SQL expressions written by the program, never input.
 *
 * Ids are `text`; lists are `text[]`. A NULL list is an empty one, except `restrictedTo` and `clinicalTo`, where NULL
 * is "not restricted". Facts a kind never has may be left out; a condition that asks for one is a bug and throws.
 */
export interface Columns {
  readonly id: string
  readonly owner?: string
  readonly author?: string
  readonly locations?: string
  readonly tags?: string
  readonly caseId?: string
  readonly caseOwner?: string
  /** Properties by name: a `boolean` or `text` expression each. */
  readonly state?: Readonly<Record<string, string>>
  readonly patient?: PatientColumns
}

export interface PatientColumns {
  /** NULL where the record has no patient. */
  readonly id: string
  readonly careTeam: string
  readonly tags: string
  readonly locations: string
  readonly restrictedTo: string
  readonly clinicalTo: string
  readonly createdBy: string
  readonly consentWithdrawn: string
}
