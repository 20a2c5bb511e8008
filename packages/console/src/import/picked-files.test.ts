import { expect, test } from 'vitest'
import { pickedOf, sizeInWords } from './picked-files.ts'

test('what the import does not read is named, and what the system hides is not', () => {
  const file = (name: string) => new File(['x'], name)
  const { files, left } = pickedOf(
    ['Patient.ndjson', 'all.JSON', 'list.csv', 'letter.pdf', '.DS_Store'].map(file),
  )
  expect(files.map(({ name }) => name)).toEqual(['Patient.ndjson', 'all.JSON', 'list.csv'])
  expect(left).toEqual(['letter.pdf'])
})

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1400, '1.4 kB'],
  [25_000_000, '25 MB'],
  [2_000_000_000, '2.0 GB'],
])('%i bytes are %s', (bytes, words) => {
  expect(sizeInWords(bytes)).toBe(words)
})
