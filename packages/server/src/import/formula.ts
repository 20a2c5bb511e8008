/**
 * Cells that a spreadsheet would run as a formula. In a table that leaves they begin with an apostrophe, which
 * spreadsheets show as text; in a table that comes it is taken off again, so that out and in is the same.
 */

/** Apostrophes of its own keep their number: one more out, one less in. */
const dangerous = /^'*[=+\-@\t\r]/
const madeHarmless = /^'+[=+\-@\t\r]/

export function withoutFormula(cell: string): string {
  return dangerous.test(cell) ? `'${cell}` : cell
}

export function withFormula(cell: string): string {
  return madeHarmless.test(cell) ? cell.slice(1) : cell
}
