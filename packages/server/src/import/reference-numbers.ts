import type { Target } from './reference.ts'

/** How many targets are remembered, and how many characters of them. */
const most = { targets: 20_000, characters: 8_000_000 }

/** A target under its number, with how often it was named under it. */
export interface NumberedTarget {
  readonly ref: number
  readonly target: Target
  readonly uses: number
}

interface Remembered extends NumberedTarget {
  uses: number
}

/**
 * Numbers of what references name. The same target has the same number as long as it is remembered: memory is bounded,
 * and a target that comes again after many others gets another number, which is resolved to the same.
 */
export class ReferenceNumbers {
  #remembered = new Map<string, Remembered>()
  #characters = 0
  #last = 0

  /** The number of a target. */
  numberOf(target: Target): number {
    const key = JSON.stringify([target.type, target.id, target.url, target.system, target.value])
    const known = this.#remembered.get(key)
    if (known !== undefined) {
      known.uses += 1
      return known.ref
    }
    this.#last += 1
    this.#remembered.set(key, { ref: this.#last, target, uses: 1 })
    this.#characters += key.length
    return this.#last
  }

  get isFull(): boolean {
    return this.#remembered.size >= most.targets || this.#characters >= most.characters
  }

  /** Forget all targets, to be written down. Their numbers are not given again. */
  takeAll(): Iterable<NumberedTarget> {
    const taken = this.#remembered.values()
    this.#remembered = new Map()
    this.#characters = 0
    return taken
  }
}
