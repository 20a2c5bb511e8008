/** The log cannot be written. What it was about must not be answered, and must not be kept. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable'
  /** PostgreSQL's word for trouble with its surroundings: an outage and never a refusal. */
  readonly code = '58030'

  constructor(cause: unknown) {
    super(`the log cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
