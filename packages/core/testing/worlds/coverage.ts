import { type Step, steps } from '../../src/catalog/catalog.ts'
import type { Verdict } from './agreement.ts'

/** What share of the questions must be allowed, and fail first at each step, for a run to mean anything. */
export const least = { allowed: 0.2, step: 0.03 } as const

/** Counts what the reference answered over a run. */
export class Coverage {
  readonly #counts = new Map<Verdict, number>()
  #questions = 0

  add(verdicts: readonly Verdict[]): void {
    for (const verdict of verdicts) this.#counts.set(verdict, (this.#counts.get(verdict) ?? 0) + 1)
    this.#questions += verdicts.length
  }

  share(verdict: Verdict): number {
    return this.#questions === 0 ? 0 : (this.#counts.get(verdict) ?? 0) / this.#questions
  }

  /** Verdicts that came too seldom. */
  get missing(): readonly Verdict[] {
    const seldom: readonly Step[] = steps.filter((step) => this.share(step) < least.step)
    return this.share('allowed') < least.allowed ? ['allowed', ...seldom] : seldom
  }

  /** One line: `40,000 questions: allowed 24.1 %, inactive 9.8 %, …`. */
  toString(): string {
    const shares = (['allowed', ...steps] as const).map(
      (one) => `${one} ${(100 * this.share(one)).toFixed(1)} %`,
    )
    return `${this.#questions.toLocaleString('en')} questions: ${shares.join(', ')}`
  }
}
