/**
 * A line for a terminal: control characters and marks that turn the direction of text are written as `\\u{1b}`. What the
 * line repeats may come from a file or a name, and a terminal obeys what it is sent.
 */
export function printable(line: string): string {
  return line.replace(
    /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
}
