/** Telling whoever runs the server of a trouble once when it begins and once when it is over, however often it is met. */
export class Troubles {
  readonly #report: (sentence: string) => void
  readonly #known = new Map<string, string>()

  constructor(report: (sentence: string) => void) {
    this.#report = report
  }

  /** `what` tells one trouble from the next about the same thing; the same is not said again, whatever the sentence. */
  met(about: string, what: string, sentence: string): void {
    if (this.#known.get(about) === what) return
    this.#known.set(about, what)
    this.#report(sentence)
  }

  over(about: string, sentence: string): void {
    if (this.#known.delete(about)) this.#report(sentence)
  }
}

/** What went wrong without what it was about: messages may quote addresses and data. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? `\`${error.code}\`` : 'something unexpected'
}

/** What to do about a database that does not answer. */
export const seeToDatabase = 'see that PostgreSQL runs and can be reached from here'
