/**
 * The word someone most likely meant: the nearest of the known ones, at most two slips away; short words, such as `p1`, are all near.
 * Undefined when two are equally near, for then it would be a guess.
 */
export function nearMiss(word: string, known: Iterable<string>): string | undefined {
  const reach = word.length < 3 ? 0 : Math.min(2, Math.floor(word.length / 2))
  const lower = word.toLowerCase()
  let nearest: string | undefined
  let least = reach + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > reach) continue
    const slips = slipsBetween(lower, candidate.toLowerCase(), reach)
    if (slips === least && candidate !== nearest) nearest = undefined
    if (slips >= least) continue
    least = slips
    nearest = candidate
  }
  return nearest
}

/**
 * Letters to add, drop, change or swap with their neighbour; more than `most` where there are more than that. Only the
 * band of the table that can hold such a small number is filled, so a long word costs as much as it is long.
 */
function slipsBetween(a: string, b: string, most: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current: number[] = []
    let least = Number.POSITIVE_INFINITY
    if (row <= most) current[0] = row
    for (let column = Math.max(1, row - most); column <= Math.min(b.length, row + most); column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1
      const swap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const slips = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + change,
        swap ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      )
      current[column] = slips
      least = Math.min(least, slips)
    }
    if (least > most) return least
    beforeLast = last
    last = current
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
