import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test.each([
  [['Ana', 'viewed'], 'Ana,viewed\r\n'],
  [['Silva, Ana', 'said "no"'], '"Silva, Ana","said ""no"""\r\n'],
  [['two\nlines'], '"two\nlines"\r\n'],
  [['=1+1'], "'=1+1\r\n"],
  [['+1'], "'+1\r\n"],
  [['-1'], "'-1\r\n"],
  [['@sum(a1)'], "'@sum(a1)\r\n"],
  [[' =1'], "' =1\r\n"],
  [['\t=1'], "'\t=1\r\n"],
  [['a=1'], 'a=1\r\n'],
  [['', ''], ',\r\n'],
])('%j becomes the line %j', (cells, line) => {
  expect(csvLine(cells)).toBe(line)
})
