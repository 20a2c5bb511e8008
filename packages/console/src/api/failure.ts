import type { Refusal } from '@rolecall/contract'

/**
 * Why an answer did not come.
 *
 * `unreachable` and `slow` are outages, `signed-out` an ended session, `locked` one that waits for its password,
 * `refused` an answer of the server. An outage is never shown as a denial, nor a denial as an outage.
 */
export class Failure extends Error {
  readonly kind: 'unreachable' | 'slow' | 'signed-out' | 'locked' | 'refused' | 'broken'
  /** What the server answered with, where it answered. */
  readonly status: number | undefined
  readonly body: Refusal | undefined

  constructor(kind: Failure['kind'], sentence: string, status?: number, body?: Refusal) {
    super(sentence)
    this.name = 'Failure'
    this.kind = kind
    this.status = status
    this.body = body
  }

  /** Asking again may help. */
  get passes(): boolean {
    return this.kind === 'unreachable' || this.kind === 'slow' || this.kind === 'broken'
  }
}

/** Whether it takes somebody proving who they are to go on. */
export function needsProof(error: unknown): error is Failure {
  return error instanceof Failure && (error.kind === 'signed-out' || error.kind === 'locked')
}

/**
 * What a person is asked to confirm before a change is made: that it changes the access of the only admin, or that it
 * widens the access of the admin who makes it.
 */
export type Confirmation = 'own-access' | 'wider-access'

/** @returns undefined if confirming does not help. */
export function confirmationOf(error: unknown): Confirmation | undefined {
  return error instanceof Failure ? confirmationIn(error.body) : undefined
}

/** What the body of a refusal asks to confirm. */
export function confirmationIn(body: Refusal | undefined): Confirmation | undefined {
  const reason = body?.reason
  return reason === 'own-access' || reason === 'wider-access' ? reason : undefined
}

/** What to show for anything that was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Failure ? error.message : 'Something went wrong on this page. Please try again.'
}
