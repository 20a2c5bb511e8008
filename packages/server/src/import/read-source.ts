/**
 * One file into the stage. What cannot be read is said with its place, and what is not read is counted.
 */
import { withoutContained } from './contained.ts'
import { type Resource, readJson, readResource } from './fhir-resource.ts'
import { readBundle } from './read-bundle.ts'
import { longestPiece, type Piece, readLines, readText } from './read-lines.ts'
import { type Reading, takeResource } from './read-resource.ts'
import { readTable } from './read-table.ts'
import type { Source } from './source.ts'
import type { DateOrder } from './table-date.ts'

export interface SourceReading extends Reading {
  /** The number of the file. */
  readonly file: number
  /** How a table writes its dates, where it is not as ISO 8601 says. */
  readonly dates: DateOrder | undefined
  readonly onBytes: (bytes: number) => Promise<void>
  readonly onBad: (line: number, reason: string) => void
  readonly onLeft: (what: string) => void
}

export async function readSource(source: Source, reading: SourceReading): Promise<void> {
  switch (source.format) {
    case 'ndjson':
      for await (const piece of readLines(readText(source.path, reading.onBytes)))
        await takePiece(piece, reading, (json) => takeJson(json, piece.number, reading))
      return
    case 'bundle':
      return readJsonFile(source, reading)
    case 'csv':
      return readTable(source, reading)
  }
}

async function takePiece(
  { number, text }: Piece,
  { onBad }: SourceReading,
  take: (json: unknown) => Promise<void>,
): Promise<void> {
  if (text === undefined)
    return onBad(number, `is longer than ${longestPiece / 1024 / 1024} million characters`)
  const read = readJson(text)
  if ('reason' in read) return onBad(number, read.reason)
  await take(read.value)
}

/** A Bundle, or a single resource. */
async function readJsonFile(source: Source, reading: SourceReading): Promise<void> {
  const pieces = readBundle(readText(source.path, reading.onBytes))
  for (;;) {
    const { done, value } = await pieces.next()
    if (!done) {
      await takePiece(value, reading, (json) => takeEntry(json, value.number, reading))
      continue
    }
    if ('reason' in value) return reading.onBad(0, value.reason)
    const resource = readResource(value.json)
    if ('reason' in resource) return reading.onBad(0, resource.reason)
    if (resource.value.resourceType !== 'Bundle') return takeJson(resource.value, 1, reading)
    // Those that were read are not in the frame any more.
    const { entry } = value.json as { readonly entry?: unknown }
    if (Array.isArray(entry) && entry.length > 0)
      reading.onBad(0, 'writes the key `entry` with escapes, write it as it is')
    return
  }
}

interface Entry {
  readonly fullUrl?: unknown
  readonly resource?: unknown
}

/** A resource that has no id yet is called by what its address says. */
async function takeEntry(json: unknown, line: number, reading: SourceReading): Promise<void> {
  const { fullUrl, resource } = (typeof json === 'object' && json !== null ? json : {}) as Entry
  if (resource === undefined) return reading.onLeft('entry without a resource')
  const read = readResource(resource)
  if ('reason' in read) return reading.onBad(line, read.reason)
  const [, uuid] = typeof fullUrl === 'string' ? (fullUrl.match(/^urn:uuid:([0-9a-fA-F-]{36})$/) ?? []) : []
  const { id = uuid, resourceType } = read.value
  if (typeof fullUrl === 'string' && typeof id === 'string' && isText(fullUrl) && isText(id))
    await reading.stage.putBeside('import_url', { url: fullUrl, type: resourceType, id })
  await take({ ...read.value, id }, line, reading)
}

function isText(text: string): boolean {
  return text.length < 2000 && !text.includes('\0') && text.isWellFormed()
}

async function takeJson(json: unknown, line: number, reading: SourceReading): Promise<void> {
  const read = readResource(json)
  if ('reason' in read) return reading.onBad(line, read.reason)
  await take(read.value, line, reading)
}

async function take(resource: Resource, line: number, reading: SourceReading): Promise<void> {
  for (const one of withoutContained(resource)) {
    const taken = await takeResource(one, { file: reading.file, line }, reading)
    if (taken === 'taken') continue
    if ('left' in taken) reading.onLeft(taken.left)
    else reading.onBad(line, taken.reason)
  }
}
