/**
 * A table of patients (CSV) into the stage. Columns are found by what the first row calls them; the separator, and
 * whether the text is UTF-8 or UTF-16, by the first bytes.
 */
import { hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { CsvError, parse } from 'csv-parse'
import { fold } from '../patients/search-tokens.ts'
import { fhirPatient, type Read, readAs } from './fhir-resource.ts'
import { withFormula } from './formula.ts'
import { readText } from './read-lines.ts'
import type { SourceReading } from './read-source.ts'
import type { Source } from './source.ts'
import { type Columns, columnsOf, type Field } from './table-columns.ts'
import { type DateOrder, dateIn } from './table-date.ts'
import { tagsOf } from './tag-list.ts'

/** What a table calls its own identifiers, where they are kept beside the id. */
const ownSystem = 'urn:rolecall:external-id'

type Cells = Readonly<Partial<Record<Field, string>>>

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

export async function readTable(source: Source, reading: SourceReading): Promise<void> {
  const { encoding, delimiter } = await mannerOf(source.path)
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    // Around cells, and not within quotation marks.
    trim: delimiter !== '\t',
    max_record_size: 1_000_000,
  })
  const feeding = feed(parser, readText(source.path, reading.onBytes, encoding))
  let columns: Columns | undefined
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      if (columns === undefined) {
        const mapped = columnsOf(record)
        if ('reason' in mapped) return reading.onBad(1, mapped.reason)
        columns = mapped
        for (const name of mapped.unknown) reading.onLeft(`column \`${name}\``)
      } else {
        await takeRow(record, columns, info.lines, reading)
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return reading.onBad(parser.info.lines, sentenceOf(error))
  } finally {
    parser.destroy()
    await feeding
  }
  if (columns === undefined) reading.onBad(0, 'is empty, the first row names the columns')
}

type Parser = ReturnType<typeof parse>

async function feed(parser: Parser, chunks: AsyncIterable<string>): Promise<void> {
  for await (const chunk of chunks) {
    if (parser.destroyed) return
    if (!parser.write(chunk))
      await new Promise((drained) => parser.once('drain', drained).once('close', drained))
  }
  parser.end()
}

function sentenceOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'has a quotation mark that is not closed'
  if (code === 'CSV_MAX_RECORD_SIZE')
    return 'is longer than a million characters, a quotation mark may not be closed'
  return 'has quotation marks where none can be, double those within a quoted cell'
}

/** How a table is written, by its beginning. */
async function mannerOf(path: string): Promise<{ encoding: BufferEncoding; delimiter: string }> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    const isWide = buffer[0] === 0xff && buffer[1] === 0xfe
    const encoding = isWide ? 'utf16le' : 'utf8'
    const [header = ''] = buffer.toString(encoding, 0, bytesRead).split('\n')
    const bare = header.replaceAll(/"[^"]*"/g, '')
    const counted = [',', ';', '\t', '|'].map((sign) => ({ sign, count: bare.split(sign).length }))
    const [best] = counted.toSorted((one, other) => other.count - one.count)
    return { encoding, delimiter: best?.sign ?? ',' }
  } finally {
    await file.close()
  }
}

async function takeRow(
  record: readonly string[],
  { fields }: Columns,
  line: number,
  { stage, file, dates, onBad }: SourceReading,
): Promise<void> {
  if (record.length > fields.length && record.slice(fields.length).some((cell) => cell !== ''))
    return onBad(line, `has ${record.length} cells, and the first row names ${fields.length}`)
  const read = patientIn(cellsOf(record, fields), dates)
  if ('reason' in read) return onBad(line, read.reason)
  const { id, tags, externalId, details } = read.value
  const n = await stage.put('import_patient', { file, line }, { id, details })
  for (const tag of tags) await stage.putBeside('import_tie', { n, patient_id: id, tag })
  if (externalId !== undefined)
    await stage.putBeside('import_identifier', {
      n,
      type: 'Patient',
      id,
      system: ownSystem,
      value: externalId,
    })
}

/** Cells that say something. */
function cellsOf(record: readonly string[], fields: Columns['fields']): Cells {
  const said = fields.flatMap((field, index) => {
    if (field === undefined) return []
    const written = record[index] ?? ''
    // Apostrophes double a cell at most: a longer one is refused as it is.
    const cell = written.length > 2 * longestCells[field] ? written : withFormula(written)
    return cell === '' ? [] : [[field, cell] as const]
  })
  return Object.fromEntries(said)
}

interface TablePatient {
  readonly id: string
  readonly externalId: string | undefined
  readonly tags: readonly string[]
  readonly details: object
}

function patientIn(cells: Cells, order: DateOrder | undefined): Read<TablePatient> {
  const { family = '', given = '', phone, email, externalId, tags = '' } = cells
  for (const [field, cell] of Object.entries(cells)) {
    const reason = whyNotCell(field as Field, cell)
    if (reason !== undefined) return { reason }
  }
  if (family === '' && given === '') return { reason: 'has no name' }
  const tagged = tagsOf(tags)
  const longTag = tagged.find((tag) => tag.length > longestTag)
  if (longTag !== undefined)
    return { reason: `the tag \`${longTag}\` is longer than ${longestTag} characters` }
  const birthDate = cells.birthDate === undefined ? undefined : dateIn(cells.birthDate, order)
  if (birthDate !== undefined && 'reason' in birthDate)
    return { reason: `the birth date \`${cells.birthDate}\` ${birthDate.reason}` }
  const gender = genderIn(cells.gender)
  if (typeof gender === 'object') return gender
  const born = birthDate?.value
  const id = cells.id ?? externalId ?? `row-${digest([fold(family), fold(given), born])}`
  const readId = readAs(fhirPatient.pick({ id: true }), { id })
  if ('reason' in readId && cells.id !== undefined) return readId
  return {
    value: {
      id: 'reason' in readId ? `row-${digest([id])}` : id,
      externalId,
      tags: tagged,
      details: { family, given, birthDate: born, gender, phone, email },
    },
  }
}

function whyNotCell(field: Field, cell: string): string | undefined {
  const most = longestCells[field]
  if (cell.length > most) return `the ${nouns[field]} is longer than ${most.toLocaleString('en')} characters`
  if (cell.includes('\0')) return 'holds a zero character'
  if (!cell.isWellFormed()) return 'holds half of a character'
  return cell.includes('\u{fffd}') ? 'holds bytes that are not UTF-8, save the table as UTF-8' : undefined
}

function genderIn(cell: string | undefined): string | undefined | { readonly reason: string } {
  if (cell === undefined) return undefined
  return (
    genders.get(cell.toLowerCase()) ?? {
      reason: `the gender \`${cell}\` is none of male, female, other, unknown`,
    }
  )
}

/** How many characters a cell may have: as many as can be typed in, and for identifiers as many as an index takes. */
const longestCells: Readonly<Record<Field, number>> = {
  id: 300,
  externalId: 300,
  family: 200,
  given: 200,
  birthDate: 100,
  gender: 100,
  phone: 300,
  email: 300,
  tags: 10_000,
}

const longestTag = 100

const nouns: Readonly<Record<Field, string>> = {
  id: 'id',
  externalId: 'external id',
  family: 'family name',
  given: 'given name',
  birthDate: 'birth date',
  gender: 'gender',
  phone: 'phone number',
  email: 'e-mail address',
  tags: 'list of tags',
}

const genders: ReadonlyMap<string, string> = new Map([
  ['male', 'male'],
  ['m', 'male'],
  ['man', 'male'],
  ['female', 'female'],
  ['f', 'female'],
  ['w', 'female'],
  ['woman', 'female'],
  ['other', 'other'],
  ['o', 'other'],
  ['x', 'other'],
  ['diverse', 'other'],
  ['unknown', 'unknown'],
  ['u', 'unknown'],
])

function digest(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts)).slice(0, 40)
}
