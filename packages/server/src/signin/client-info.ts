/** Where an attempt comes from: for the log, for the budgets of attempts, and for the list of one's sessions. */
export interface Asker {
  readonly requestId: string
  readonly address: string
  /** What the browser says it is. */
  readonly device: string
  /** What the browser is known by, if it is. */
  readonly deviceToken: string | undefined
}
