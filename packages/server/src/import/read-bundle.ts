/**
 * A Bundle entry by entry, however long it is: only one entry is held at a time. What stands around the entries is
 * kept too, with a `0` for each of them, so that it can be read as JSON at the end and nothing that is not JSON passes.
 */
import { longestPiece, type Piece } from './read-lines.ts'

/** How many characters may stand outside the entries of a Bundle, or in a file that is a single resource. */
const longestFrame = 16 * 1024 * 1024

/** What a file was, once its end was reached: JSON without the entries, or what is wrong with it. */
export type Frame = { readonly json: unknown } | { readonly reason: string }

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = Array.from('"\\{}[]', (sign) =>
  sign.charCodeAt(0),
)

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
  /** Where the last string of the frame begins, to know a key by. */
  #stringAt = 0
  #key = ''
  #inEntries = false
  #inEntry = false
  #number = 0
  #length = 0
  #entry: string[] = []
  #frame = ''
  #values = 0

  frame(): Frame {
    if (this.#inEntry || this.#inString || this.#depth > 0)
      return { reason: `ends in the middle, after entry ${this.#number - (this.#inEntry ? 1 : 0)}` }
    try {
      return { json: JSON.parse(this.#frame) }
    } catch {
      return { reason: 'is not JSON' }
    }
  }

  *read(chunk: string): Generator<Piece> {
    /** What lies behind it is not kept yet. */
    let kept = 0
    const keep = (to: number) => {
      if (this.#inEntry) this.#keepEntry(chunk.slice(kept, to))
      else this.#keepFrame(chunk.slice(kept, to))
      kept = to
    }
    for (let at = 0; at < chunk.length && this.wrong === undefined; at++) {
      const sign = chunk.charCodeAt(at)
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false
        else if (sign === backslash) this.#isEscaped = true
        else if (sign === quote) {
          this.#inString = false
          if (!this.#inEntry && this.#depth === 1) {
            keep(at + 1)
            this.#key = this.#frame.slice(this.#stringAt)
          }
        }
        continue
      }
      switch (sign) {
        case quote:
          this.#inString = true
          if (!this.#inEntry && this.#depth === 1) {
            keep(at)
            this.#stringAt = this.#frame.length
          }
          break
        case openBrace:
          if (this.#depth === 0 && ++this.#values > 1)
            this.wrong = 'holds several JSON values; if each is on a line of its own, name the file `.ndjson`'
          if (this.#inEntries && this.#depth === 2) {
            keep(at)
            this.#inEntry = true
            this.#number += 1
          }
          this.#depth += 1
          break
        case openBracket:
          if (this.#depth === 1 && this.#key === '"entry"') this.#inEntries = true
          this.#depth += 1
          break
        case closeBrace:
          this.#depth -= 1
          if (this.#inEntry && this.#depth === 2) {
            keep(at + 1)
            yield this.#taken()
          }
          break
        case closeBracket:
          this.#depth -= 1
          if (this.#depth === 1) this.#inEntries = false
          break
        default:
      }
    }
    keep(chunk.length)
  }

  #taken(): Piece {
    const text = this.#length > longestPiece ? undefined : this.#entry.join('')
    this.#inEntry = false
    this.#entry = []
    this.#length = 0
    this.#keepFrame('0')
    return { number: this.#number, text }
  }

  #keepEntry(text: string): void {
    this.#length += text.length
    if (this.#length <= longestPiece) this.#entry.push(text)
    else this.#entry = []
  }

  #keepFrame(text: string): void {
    // Spaces between entries would add up.
    this.#frame += this.#inString || this.#depth < 2 || !this.#inEntries ? text : text.trim()
    if (this.#frame.length > longestFrame)
      this.wrong = `is longer than ${longestFrame / 1024 / 1024} million characters outside the entries of a Bundle; give NDJSON`
  }
}
