/**
 * Why an answer did not come.
 *
 * `unreachable` and `slow` are outages, `signed-out` an ended session, `refused` an answer of the server. An outage
 * is never shown as a denial, nor a denial as an outage.
 */
export class Failure extends Error {
  readonly kind: 'unreachable' | 'slow' | 'signed-out' | 'refused' | 'broken'

  constructor(kind: Failure['kind'], sentence: string) {
    super(sentence)
    this.name = 'Failure'
    this.kind = kind
  }

  /** Asking again may help. */
  get passes(): boolean {
    return this.kind === 'unreachable' || this.kind === 'slow' || this.kind === 'broken'
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'signed-out'
}

/** What to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Failure ? error.message : 'Something went wrong on this page. Please try again.'
}
