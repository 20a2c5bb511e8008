import { createReadStream } from 'node:fs'

export interface Line {
  readonly number: number
  readonly text: string
}

/**
 * The lines of a file that are not empty, read as they are asked for. A line ends at a line feed and nowhere else:
 * Node's own reader also ends one at U+2028, which JSON may hold inside a text.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      number += 1
      if (text.trim() !== '') yield { number, text: withoutMark(text, number) }
    }
  }
  if (rest.trim() !== '') yield { number: number + 1, text: withoutMark(rest, number + 1) }
}

/** Some programs begin a file with a mark of its encoding. */
function withoutMark(text: string, number: number): string {
  return number === 1 && text.startsWith('\u{feff}') ? text.slice(1) : text
}
