import type { Complaints } from './file-error.ts'
import type { Place } from './tree.ts'

/** Bytes. A practice of thousands of people fits in a tenth of this. */
export const practiceFileLimit = 2 * 1024 * 1024

const start: Place = { line: 1, column: 1 }
const lineFeed = 0x0a

/** The text of a file, or undefined after complaining that it is too large, binary, or not UTF-8. */
export function decodeText(input: string | Uint8Array, complaints: Complaints): string | undefined {
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    return complaints.add(start, notText('no text at all'))
  // A string of more units than the limit has at least as many bytes; do not encode a giant to find out.
  const bytes =
    typeof input === 'string' && input.length <= practiceFileLimit ? new TextEncoder().encode(input) : input
  if (bytes.length > practiceFileLimit) return complaints.add(start, tooLarge(bytes.length))
  const text = typeof input === 'string' ? wellFormed(input, complaints) : decodeUtf8(input, complaints)
  if (text === undefined || findsBinary(text, complaints)) return undefined
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

/** @param size in bytes */
export function tooLarge(size: number): string {
  return `the file has \`${size}\` bytes, more than the limit of 2 MiB; split the practice over several files`
}

const notUtf8 = 'the file is not UTF-8; save it in that encoding'

function wellFormed(text: string, complaints: Complaints): string | undefined {
  if (text.isWellFormed()) return text
  const offset = Array.from(text.matchAll(/\p{Surrogate}/gu), (match) => match.index)[0] ?? 0
  return complaints.add(placeIn(text, offset), notUtf8)
}

function decodeUtf8(bytes: Uint8Array, complaints: Complaints): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return complaints.add(firstNotUtf8(bytes), bytes.includes(0) ? notText('a NUL byte') : notUtf8)
  }
}

function firstNotUtf8(bytes: Uint8Array): Place {
  let line = 1
  for (let from = 0; from <= bytes.length; line++) {
    const end = bytes.indexOf(lineFeed, from)
    const piece = bytes.subarray(from, end < 0 ? bytes.length : end)
    const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(piece)
    const column = decoded.indexOf('\uFFFD') + 1
    if (column > 0) return { line, column }
    if (end < 0) break
    from = end + 1
  }
  return start
}

/** What YAML does not count as printable: controls other than tab, line feed, carriage return and next line. */
export const unprintable = /[^\P{Cc}\t\n\r\u0085]/u

function findsBinary(text: string, complaints: Complaints): boolean {
  const found = unprintable.exec(text)
  if (found === null) return false
  const code = (found[0].codePointAt(0) ?? 0).toString(16).padStart(2, '0')
  complaints.add(placeIn(text, found.index), notText(`a control character, \`0x${code}\``))
  return true
}

function notText(found: string): string {
  return `the file is not text: it contains ${found}; a practice file is YAML in UTF-8`
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, column: offset - before.lastIndexOf('\n') }
}
