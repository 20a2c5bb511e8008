/** A line, an entry of a Bundle, or a row that cannot be imported. */
export interface BadLine {
  readonly file: string
  /** From 1. Of a Bundle: the number of the entry. 0: the file as a whole. */
  readonly line: number
  readonly reason: string
}

/** How many are kept to be shown. All are counted. */
const most = 1000

export class BadLines {
  count = 0
  readonly #shown: BadLine[] = []

  add(bad: BadLine): void {
    this.count += 1
    if (this.#shown.length < most) this.#shown.push(bad)
  }

  /** The first of them, in the order of their places. */
  get shown(): readonly BadLine[] {
    return this.#shown.toSorted(byPlace)
  }
}

function byPlace(one: BadLine, other: BadLine): number {
  if (one.file === other.file) return one.line - other.line
  return one.file < other.file ? -1 : 1
}
