import { expect, test } from 'vitest'
import { doesInWords } from './act-words.ts'

test.each([
  ['patient', ['view', 'create', 'edit'], 'see, register and change patients'],
  ['patient', ['restrict', 'breakGlass'], 'restrict the charts of patients, and open them in an emergency'],
  ['patient', ['breakGlass'], 'open patients in an emergency'],
  ['order', ['share'], 'share orders with people outside'],
  ['tag', ['view', 'restrict'], 'see tags, and set tags that limit access'],
  ['member', ['viewAs'], 'look at Rolecall as team members'],
])('%s: %s is said as people say it', (kind, acts, words) => {
  expect(doesInWords(kind, acts)).toBe(words)
})

test('what cannot be done is joined by or', () => {
  expect(doesInWords('note', ['sign', 'unlock', 'addendum'], 'or')).toBe('sign, unlock or add to notes')
})

test('a kind that is new to this version is not shown as a code', () => {
  expect(doesInWords('novelty', ['view'])).toBe('see something this version does not know')
})
