import { expect, test } from 'vitest'
import { headerRow, readHeader } from './table-header.ts'

test.each([
  ['a,b,c\n1,2,3\n', ',', ['a', 'b', 'c']],
  ['\uFEFFfamily name;given\r\nXu;Li\r\n', ';', ['family name', 'given']],
  ['a\tb\n', '\t', ['a', 'b']],
  ['"last, first";"of ""birth"""\n', ';', ['last, first', 'of "birth"']],
  ['"two\nlines",b\n1,2\n', ',', ['two\nlines', 'b']],
] as const)('the first row of %j is found', (text, separator, names) => {
  expect(readHeader(text)).toMatchObject({ separator, names })
})

test('what has no end, or no names, is no first row', () => {
  expect(readHeader('a,b')).toBeUndefined()
  expect(readHeader('\n')).toBeUndefined()
})

test('columns get other names, and the rest stays as it is', () => {
  const text = 'Nachname;"Geb; Datum"\r\nXu;1984-03-07\r\n'
  const header = readHeader(text)
  if (header === undefined) throw new Error('there is a first row')
  const row = headerRow(header, ['family name', 'birth date; day'])
  expect(`${row}${text.slice(header.length)}`).toBe('family name;"birth date; day"\r\nXu;1984-03-07\r\n')
})
