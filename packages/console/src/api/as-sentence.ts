/** Rolecall's messages are lower case and without full stop, so that they fit anywhere. Here they stand alone. */
export function asSentence(words: string): string {
  const [first = '', ...rest] = words.trim()
  return `${first.toUpperCase()}${rest.join('')}${/[.?!]$/.test(words.trim()) ? '' : '.'}`
}
