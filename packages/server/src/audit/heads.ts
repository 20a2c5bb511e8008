/**
 * The signed heads of a practice, outside the database: one line each, only ever added to, on disk before the next
 * link is made. They follow the database, never the other way round: a line without its seal means the seal is gone.
 */
import { createReadStream } from 'node:fs'
import { constants, type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { isCode, syncFolder } from './audit-folder.ts'
import type { Seal } from './seal.ts'

export interface Head {
  readonly number: number
  /** In hexadecimal. */
  readonly head: string
  readonly signature: string
  /** When it was sealed: microseconds since 1970. */
  readonly at: string
  /** Its first and last entry, to name what is gone when the seal is gone too. */
  readonly first: string
  readonly last: string
  readonly count: number
}

export function headLineOf({ number, head, signature, sealedAt, entries }: Seal): Head {
  return {
    number,
    head: head.toString('hex'),
    signature: signature.toString('hex'),
    at: sealedAt,
    first: entries[0] ?? '',
    last: entries.at(-1) ?? '',
    count: entries.length,
  }
}

/** `missing`: there is no file. `none`: there is one, and nothing was sealed yet. */
export async function lastHead(folder: string, practiceId: string): Promise<Head | 'none' | 'missing'> {
  const file = await openIfThere(pathOf(folder, practiceId), 'r')
  if (file === undefined) return 'missing'
  try {
    const { size } = await file.stat()
    const { lines } = await lastLines(file, size)
    return lastHeadIn(pathOf(folder, practiceId), lines) ?? 'none'
  } finally {
    await file.close()
  }
}

/** Bytes that hold the last line, whatever it says: a line has about 350. */
const enough = 4096

/**
 * Add heads. The file is made where there is none. A process that stood still may come late, when another one has added
 * the same heads and more: then nothing is added. A line is written at its place in the file, not at the end of it: of
 * two processes that write at the same time both write the same bytes. What a crash left of a line is written over.
 */
export async function addHeads(folder: string, practiceId: string, heads: readonly Head[]): Promise<void> {
  const path = pathOf(folder, practiceId)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // Opened neither to append nor to truncate.
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600)
  try {
    const { size } = await file.stat()
    const { lines, end } = await lastLines(file, size)
    const known = lastHeadIn(path, lines)?.number ?? 0
    const missing = heads.filter(({ number }) => number > known)
    await writeAt(file, end, Buffer.from(missing.map(lineOf).join('')))
    await file.sync()
    if (size === 0) await syncFolder(dirname(path))
  } finally {
    await file.close()
  }
}

async function writeAt(file: FileHandle, position: number, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/** The last whole lines of a file, and where they end. */
async function lastLines(
  file: FileHandle,
  size: number,
): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  const start = Math.max(0, size - enough)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
  const read = buffer.subarray(0, bytesRead)
  const end = read.lastIndexOf('\n') + 1
  return { lines: wholeLines(read.toString()), end: start + end }
}

/** @returns undefined if there is no line */
function lastHeadIn(path: string, lines: readonly string[]): Head | undefined {
  const last = lines.at(-1)
  if (last === undefined) return undefined
  const head = headIn(last)
  if (head === undefined) throw new Error(`the last line of \`${path}\` is no head`)
  return head
}

function lineOf({ number, at, count, first, last, head, signature }: Head): string {
  return `${JSON.stringify({ number, at, count, first, last, head, signature })}\n`
}

/** How much of the file there is; undefined where there is none. */
export async function sizeOfHeads(folder: string, practiceId: string): Promise<number | undefined> {
  const file = await openIfThere(pathOf(folder, practiceId), 'r')
  if (file === undefined) return undefined
  try {
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}

/** The heads in the first so many bytes, in order; `bad` for a line that is none. */
export async function* readHeads(
  folder: string,
  practiceId: string,
  size: number,
): AsyncGenerator<Head | 'bad'> {
  if (size === 0) return
  const stream = createReadStream(pathOf(folder, practiceId), { end: size - 1 })
  let held: string | undefined
  for await (const line of createInterface({ input: stream })) {
    if (held !== undefined) yield headIn(held) ?? 'bad'
    held = line
  }
  // What a crash left of a line is no line.
  const last = held === undefined ? undefined : headIn(held)
  if (last !== undefined) yield last
}

function wholeLines(text: string): readonly string[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
}

function headIn(line: string): Head | undefined {
  try {
    const read: unknown = JSON.parse(line)
    return isHead(read) ? read : undefined
  } catch {
    return undefined
  }
}

function isHead(read: unknown): read is Head {
  if (typeof read !== 'object' || read === null) return false
  const { number, head, signature, at, first, last, count } = read as Readonly<Record<string, unknown>>
  return (
    Number.isSafeInteger(number) &&
    Number.isSafeInteger(count) &&
    [head, signature, at, first, last].every((one) => typeof one === 'string')
  )
}

function pathOf(folder: string, practiceId: string): string {
  return join(folder, 'heads', `${practiceId}.ndjson`)
}

async function openIfThere(path: string, flags: string): Promise<FileHandle | undefined> {
  return open(path, flags).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  })
}
