/** One line of the log: who did what, for whom, to which records, and what decided it. */
export interface AuditEntry {
  readonly practiceId: string
  readonly requestId: string
  /** The operation of the contract, or the command. */
  readonly operation: string
  /** Who, by which sign-in, and for whom. Undefined: a program at the machine. */
  readonly memberId?: string | undefined
  readonly accountId?: string | undefined
  readonly actingFor?: string | undefined
  readonly kind?: string | undefined
  readonly act?: string | undefined
  readonly records: readonly string[]
  readonly outcome: 'allowed' | 'refused' | 'failed'
  /** The step that refused. */
  readonly step?: string | undefined
  /** The grants and shares that carried it. */
  readonly carriedBy: readonly string[]
  /** What changed: ids and settings, never the contents of a record, never a secret. */
  readonly detail?: AuditDetail | undefined
  /** Names that are known already. */
  readonly names?: Names | undefined
  /** Whether no other member or role can be meant. Otherwise other names are looked up as it is written. */
  readonly isNamed?: boolean | undefined
}

/** What members and roles are called, by their ids. Never a patient: the log holds no name of one. */
export interface Names {
  readonly members: Readonly<Record<string, string>>
  readonly roles: Readonly<Record<string, string>>
}

export type AuditDetail = Readonly<Record<string, AuditValue>>
/** A detail that is still being added to. */
export type OpenDetail = Record<string, AuditValue>
export type AuditValue = string | number | boolean | null | readonly string[]
