/** A line, an entry of a Bundle, or a row that cannot be imported. */
export interface BadLine {
  readonly file: string
  /** From 1. Of a Bundle: the number of the entry. 0: the file as a whole. */
  readonly line: number
  readonly reason: string
}

/** How many are kept to be shown, and how many characters of each. All are counted. */
export const mostShown = 1000
const longestReason = 500

export class BadLines {
  count = 0
  readonly #shown: BadLine[] = []

  /** Add one. It may stand for others of which only the number is known. */
  add({ file, line, reason }: BadLine, others = 0): void {
    this.count += 1 + others
    if (this.#shown.length < mostShown)
      this.#shown.push({ file: file.slice(0, 255), line, reason: shortened(reason) })
  }

  /** The first of them, in the order of their places. */
  get shown(): readonly BadLine[] {
    return this.#shown.toSorted(byPlace)
  }
}

/** Reasons quote what the files say. */
function shortened(reason: string): string {
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…`.toWellFormed() : reason
}

function byPlace(one: BadLine, other: BadLine): number {
  if (one.file === other.file) return one.line - other.line
  return one.file < other.file ? -1 : 1
}
