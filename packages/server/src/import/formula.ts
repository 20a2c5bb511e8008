/**
 * Cells that a spreadsheet would run as a formula. In a table that leaves, an apostrophe stands before the sign, which
 * spreadsheets show as text; in a table that comes it is removed again, so that out and in is the same.
 *
 * A sign is dangerous at the start of a cell and after anything that a spreadsheet may take for the end of one: which
 * character separates cells depends on the language of the machine that opens the file, not on the file. Spreadsheets
 * of East Asian languages read full-width signs too.
 */
const formula = String.raw`[\s']*[=+\-@\uff1d\uff0b\uff0d\uff20]`
const atStart = String.raw`(?<=^)(?=${formula}|'*[\t\r])`
const afterSeparator = String.raw`(?<=[;,|\t\r\n])(?=${formula})`
const dangerous = new RegExp(`${atStart}|${afterSeparator}`, 'gu')

const madeHarmless = new RegExp(
  String.raw`(?<=^)'(?=${formula}|'*[\t\r])|(?<=[;,|\t\r\n])'(?=${formula})`,
  'gu',
)

export function withoutFormula(cell: string): string {
  return cell.replace(dangerous, "'")
}

export function withFormula(cell: string): string {
  return cell.replace(madeHarmless, '')
}
