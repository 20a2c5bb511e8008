import { createReadStream } from 'node:fs'

/** One JSON text of a file: a line, or an entry of a Bundle. */
export interface Piece {
  /** From 1. */
  readonly number: number
  /** Undefined: it is longer than `longestPiece`, and was not kept. */
  readonly text: string | undefined
}

/**
 * How many characters a line or an entry may have. What holds a document as base64 is long; nothing else comes near. It
 * is in memory about five times while it is read.
 */
export const longestPiece = 32 * 1024 * 1024

/** The text of a file in chunks, and how many bytes of it were read so far. */
export async function* readText(
  path: string,
  onBytes: (bytes: number) => Promise<void>,
  encoding: BufferEncoding = 'utf8',
): AsyncGenerator<string> {
  const file = createReadStream(path, { encoding, highWaterMark: 256 * 1024 })
  let isFirst = true
  for await (const chunk of file as AsyncIterable<string>) {
    await onBytes(file.bytesRead)
    // Some programs begin a file with a mark of its encoding.
    yield isFirst && chunk.startsWith('\u{feff}') ? chunk.slice(1) : chunk
    isFirst = false
  }
}

/**
 * The lines of a text that are not empty, as they are asked for. A line ends at a line feed and nowhere else: Node's
 * own reader also ends one at U+2028, which JSON may hold inside a text.
 */
export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Piece> {
  let number = 1
  let pieces: string[] = []
  let length = 0
  const line = (): Piece | undefined => {
    if (length > longestPiece) return { number, text: undefined }
    const text = pieces.join('')
    return text.trim() === '' ? undefined : { number, text }
  }
  for await (const chunk of chunks) {
    for (let from = 0; from <= chunk.length; ) {
      const found = chunk.indexOf('\n', from)
      const end = found === -1 ? chunk.length : found
      length += end - from
      if (length <= longestPiece) pieces.push(chunk.slice(from, end))
      else pieces = []
      if (found === -1) break
      const whole = line()
      number += 1
      // Before the line is used: else it would be in memory twice.
      pieces = []
      length = 0
      from = end + 1
      if (whole !== undefined) yield whole
    }
  }
  const last = line()
  if (last !== undefined) yield last
}
