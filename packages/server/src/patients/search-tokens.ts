/** Letters that do not come apart into a letter and an accent. */
const alone: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** Text as it is compared: without case, accents and apostrophes, so that `O’Brien-Ångström` is `obrien-angstrom`. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{Mn}'’ʼ`]/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøłđðþı]/g, (letter) => alone[letter] ?? letter)
}

/** The words of a name or of a search. Digits belong to words: `Luna60` is one. */
export function wordsOf(text: string): readonly string[] {
  return [...new Set(fold(text).split(/[^\p{L}\p{N}]+/u))].filter((word) => word !== '')
}
