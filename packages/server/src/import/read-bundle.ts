/**
 * A Bundle entry by entry, however long it is: only one entry is held at a time. What stands around the list of entries
 * is kept too, so that it can be read as JSON at the end, and within the list nothing stands but entries and commas:
 * nothing that is not JSON passes.
 */
import { readJson } from './fhir-resource.ts'
import { longestPiece, type Piece } from './read-lines.ts'

/** How many characters may stand outside the entries of a Bundle, or in a file that is a single resource. */
const longestFrame = 16 * 1024 * 1024

/** What a file was, once its end was reached: JSON without the entries, or what is wrong with it. */
export type Frame = { readonly json: unknown } | { readonly reason: string }

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma] = Array.from(
  '"\\{}[],',
  (sign) => sign.charCodeAt(0),
)
const spaces: ReadonlySet<number> = new Set(Array.from(' \t\r\n', (sign) => sign.charCodeAt(0)))

const entryKey = 'entry'
const notEntries = 'is not JSON, or has an entry that is no object'

/** Yields the entries; returns the frame. */
export async function* readBundle(chunks: AsyncIterable<string>): AsyncGenerator<Piece, Frame> {
  const scan = new Scan()
  for await (const chunk of chunks) {
    yield* scan.read(chunk)
    if (scan.wrong !== undefined) return { reason: scan.wrong }
  }
  return scan.frame()
}

class Scan {
  wrong: string | undefined
  #depth = 0
  #inString = false
  #isEscaped = false
  /** How the last string of the outermost object begins, to know a key by. */
  #key: string | undefined
  #inEntries = false
  #inEntry = false
  /** What may follow in the list of entries. */
  #follows: 'entry or end' | 'comma or end' | 'entry' = 'entry or end'
  #number = 0
  #length = 0
  #entry: string[] = []
  #frame = ''
  #values = 0

  frame(): Frame {
    if (this.#inEntry || this.#inString || this.#depth > 0)
      return { reason: `ends in the middle, after entry ${this.#number - (this.#inEntry ? 1 : 0)}` }
    const read = readJson(this.#frame)
    return 'reason' in read ? read : { json: read.value }
  }

  *read(chunk: string): Generator<Piece> {
    /** What lies behind it is not kept yet. */
    let kept = 0
    const keep = (to: number) => {
      if (this.#inEntry) this.#keepEntry(chunk.slice(kept, to))
      else if (!this.#isBetween()) this.#keepFrame(chunk.slice(kept, to))
      kept = to
    }
    for (let at = 0; at < chunk.length && this.wrong === undefined; at++) {
      const sign = chunk.charCodeAt(at)
      if (this.#inString) {
        this.#readString(sign)
        continue
      }
      if (this.#isBetween()) {
        kept = at
        this.#readBetween(sign)
        continue
      }
      const found = this.#readSign(sign)
      if (found !== undefined) keep(at + 1)
      if (found === 'entries') this.#beginEntries()
      if (found === 'entry') yield this.#taken()
    }
    keep(chunk.length)
  }

  /** Whether the list of entries begins behind a sign, or an entry ends there. */
  #readSign(sign: number): 'entries' | 'entry' | undefined {
    switch (sign) {
      case quote:
        this.#inString = true
        this.#key = !this.#inEntry && this.#depth === 1 ? '' : undefined
        return undefined
      case openBrace:
        if (this.#depth === 0 && ++this.#values > 1)
          this.wrong = 'holds several JSON values; if each is on a line of its own, name the file `.ndjson`'
        this.#depth += 1
        return undefined
      case openBracket:
        this.#depth += 1
        return this.#depth === 2 && this.#key === entryKey ? 'entries' : undefined
      case closeBrace:
        this.#depth -= 1
        return this.#inEntry && this.#depth === 2 ? 'entry' : undefined
      case closeBracket:
        this.#depth -= 1
        return undefined
      default:
        return undefined
    }
  }

  #beginEntries(): void {
    this.#inEntries = true
    this.#follows = 'entry or end'
  }

  #readString(sign: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (sign === backslash) this.#isEscaped = true
    else if (sign === quote) {
      this.#inString = false
      return
    }
    if (this.#key !== undefined && this.#key.length <= entryKey.length) this.#key += String.fromCharCode(sign)
  }

  /** Whether it is in the list of entries, and in none of them. */
  #isBetween(): boolean {
    return this.#inEntries && !this.#inEntry
  }

  #readBetween(sign: number): void {
    if (spaces.has(sign)) return
    if (sign === openBrace && this.#follows !== 'comma or end') {
      this.#inEntry = true
      this.#number += 1
      this.#depth += 1
    } else if (sign === comma && this.#follows === 'comma or end') {
      this.#follows = 'entry'
    } else if (sign === closeBracket && this.#follows !== 'entry') {
      this.#inEntries = false
      this.#depth -= 1
    } else {
      this.wrong = notEntries
    }
  }

  #taken(): Piece {
    const text = this.#length > longestPiece ? undefined : this.#entry.join('')
    this.#inEntry = false
    this.#follows = 'comma or end'
    this.#entry = []
    this.#length = 0
    return { number: this.#number, text }
  }

  #keepEntry(text: string): void {
    this.#length += text.length
    if (this.#length <= longestPiece) this.#entry.push(text)
    else this.#entry = []
  }

  #keepFrame(text: string): void {
    this.#frame += text
    if (this.#frame.length > longestFrame)
      this.wrong = `is longer than ${longestFrame / 1024 / 1024} million characters outside the entries of a Bundle; give NDJSON`
  }
}
