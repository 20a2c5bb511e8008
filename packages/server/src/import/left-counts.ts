/** How many kinds of things are named. All are counted. */
const most = 100

/** What the files name behind that. */
const others = 'other resources and columns'

/** What an import does not read, by what it is. The names come from the files: as many as one likes, of any length. */
export class LeftCounts {
  readonly #counts = new Map<string, number>()

  add(what: string): void {
    const name = what.slice(0, 100)
    const counted = this.#counts.has(name) || this.#counts.size < most ? name : others
    this.#counts.set(counted, (this.#counts.get(counted) ?? 0) + 1)
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }
}
