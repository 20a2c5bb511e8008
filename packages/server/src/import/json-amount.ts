/**
 * How much a JSON text holds, before it is read: a text of a few megabytes may become a gigabyte of objects, and nested
 * lists may become deeper than a program can follow.
 */

const mostValues = 250_000
const mostDepth = 100

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket, comma] = Array.from(
  '"\\{}[],',
  (sign) => sign.charCodeAt(0),
)

/** @returns what is wrong, in words; undefined if the text holds no more than can be read. */
export function whyTooMuch(json: string): string | undefined {
  let values = 0
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case quote:
        at = endOfString(json, at)
        break
      case openBrace:
      case openBracket:
        values += 1
        depth += 1
        if (depth > mostDepth) return `is nested more than ${mostDepth} levels deep`
        break
      case closeBrace:
      case closeBracket:
        depth -= 1
        break
      case comma:
        values += 1
        break
      default:
    }
    if (values > mostValues) return `holds more than ${mostValues.toLocaleString('en')} values`
  }
  return undefined
}

/** Where the string that begins at a quotation mark ends. */
function endOfString(json: string, begin: number): number {
  for (let end = json.indexOf('"', begin + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = 0
    while (json.charCodeAt(end - 1 - escapes) === backslash) escapes += 1
    if (escapes % 2 === 0) return end
  }
  return json.length
}
