/**
 * One line of a table that any spreadsheet opens (RFC 4180).
 *
 * A cell that a spreadsheet would take for a formula begins with an apostrophe, so that a name never runs as code.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`
}

function harmless(cell: string): string {
  return /^\s*[=+\-@\t\r\n|%]/.test(cell) ? `'${cell}` : cell
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
