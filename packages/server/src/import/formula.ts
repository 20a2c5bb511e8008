/**
 * Cells that a spreadsheet would run as a formula. In a table that leaves, an apostrophe stands before the sign, which
 * spreadsheets show as text; in a table that comes it is removed again, so that out and in is the same.
 *
 * A sign is dangerous at the start of a cell and after anything that a spreadsheet may take for the end of one: which
 * character separates cells depends on the language of the machine that opens the file, not on the file. Spreadsheets
 * of East Asian languages read full-width signs too.
 */
const signs = new Set('=+-@\uff1d\uff0b\uff0d\uff20')
const separators = new Set(';,|\t\r\n')
const isPadding = /[\s']/
const beginsWithTab = /^'*[\t\r]/

export function withoutFormula(cell: string): string {
  const isFormula = formulasIn(cell)
  if (isFormula === undefined) return cell
  return mapped(cell, (unit, at) => (isExposed(cell, at) && isFormula[at] ? `'${unit}` : unit))
}

export function withFormula(cell: string): string {
  const isFormula = formulasIn(cell)
  if (isFormula === undefined) return cell
  return mapped(cell, (unit, at) => (unit === "'" && isExposed(cell, at) && isFormula[at + 1] ? '' : unit))
}

function mapped(cell: string, change: (unit: string, at: number) => string): string {
  let text = ''
  for (let at = 0; at < cell.length; at++) text += change(cell.charAt(at), at)
  return text
}

/** Whether a cell may begin at a place of this one. */
function isExposed(cell: string, at: number): boolean {
  return at === 0 || separators.has(cell.charAt(at - 1))
}

/**
 * At which places a formula begins: with a sign, or with spaces and apostrophes before one. In one pass from the end,
 * as an expression that looks ahead from each place takes the square of the length.
 *
 * @returns undefined if there is none
 */
function formulasIn(cell: string): Uint8Array | undefined {
  const isFormula = new Uint8Array(cell.length + 1)
  let isAny = false
  for (let at = cell.length - 1; at >= 0; at--) {
    const unit = cell.charAt(at)
    if (!signs.has(unit) && !(isFormula[at + 1] && isPadding.test(unit))) continue
    isFormula[at] = 1
    isAny = true
  }
  if (!beginsWithTab.test(cell)) return isAny ? isFormula : undefined
  // A tab at the start is dangerous whatever follows it, also behind apostrophes.
  isFormula[0] = 1
  if (cell.startsWith("'")) isFormula[1] = 1
  return isFormula
}
