/** The first row of a table, which names its columns, and how to give them other names without touching the rest. */
export interface TableHeader {
  readonly names: readonly string[]
  readonly separator: string
  /** Characters of the text up to the end of the row, its line break not counted. */
  readonly length: number
}

const separators = [',', ';', '\t', '|'] as const

/** Nothing where the row does not end within the text, or names nothing. */
export function readHeader(text: string): TableHeader | undefined {
  const length = endOfRow(text)
  if (length === undefined) return undefined
  const row = text.slice(0, length).replace(/^\uFEFF/, '')
  const [first, ...others] = separators.map((separator) => ({ separator, names: cellsOf(row, separator) }))
  if (first === undefined) return undefined
  const best = others.reduce((most, one) => (one.names.length > most.names.length ? one : most), first)
  return best.names.every((name) => name === '') ? undefined : { ...best, length }
}

/** The first row again, with other names for some columns. */
export function headerRow({ separator }: TableHeader, names: readonly string[]): string {
  return names
    .map((name) =>
      name.includes(separator) || /["\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name,
    )
    .join(separator)
}

function endOfRow(text: string): number | undefined {
  let quoted = false
  for (let place = 0; place < text.length; place += 1) {
    const letter = text[place]
    if (letter === '"') quoted = !quoted
    else if (!quoted && (letter === '\n' || letter === '\r')) return place
  }
  return undefined
}

function cellsOf(row: string, separator: string): readonly string[] {
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (const letter of row) {
    if (letter === '"') quoted = !quoted
    if (letter === separator && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...cells, cell].map((one) =>
    one
      .trim()
      .replace(/^"(.*)"$/s, '$1')
      .replaceAll('""', '"'),
  )
}
