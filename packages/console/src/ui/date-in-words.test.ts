import { expect, test } from 'vitest'
import { dateInWords } from './date-in-words.ts'

test.each([
  ['1984-03-05', '05 Mar 1984'],
  ['1984-12', 'Dec 1984'],
  ['1984', '1984'],
])('%s is as exact in words as it is known: %s', (date, words) => {
  expect(dateInWords(date)).toBe(words)
})
