import { expect, test } from 'vitest'
import { doesInWords } from './act-words.ts'

test.each([
  ['patient', ['view', 'create', 'edit'], 'see, register and edit patients'],
  ['patient', ['restrict', 'breakGlass'], 'restrict the charts of patients, and open them in an emergency'],
  ['patient', ['breakGlass'], 'open patients in an emergency'],
  ['order', ['share'], 'share orders with people outside'],
  ['tag', ['view', 'restrict'], 'see tags, and set tags that limit access'],
  ['member', ['viewAs'], 'view Rolecall as team members'],
])('words %s: %s', (kind, acts, words) => {
  expect(doesInWords(kind, acts)).toBe(words)
})

test('joins denied acts with or', () => {
  expect(doesInWords('note', ['sign', 'unlock', 'addendum'], 'or')).toBe(
    'sign, unlock or add addenda to notes',
  )
})

test('never shows the id of an unknown kind', () => {
  expect(doesInWords('novelty', ['view'])).toBe('see records of an unknown type')
})
