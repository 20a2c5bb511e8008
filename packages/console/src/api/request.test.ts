import { expect, test } from 'vitest'
import { wordsOf } from './request.ts'

const refusal = { title: 'Forbidden', detail: 'this would open notes', mend: 'ask Mara Whitfield to do it' }

test('the words of a refusal are what is wrong and what to do', () => {
  expect(wordsOf(refusal)).toBe('This would open notes. Ask Mara Whitfield to do it.')
})

test('a refusal that a confirmation lifts leaves what to do to a button', () => {
  expect(wordsOf({ ...refusal, reason: 'wider-access' })).toBe('This would open notes.')
})

test('a refusal without detail says its title', () => {
  expect(wordsOf({ title: 'Forbidden' })).toBe('Forbidden.')
  expect(wordsOf({})).toBeUndefined()
})
