import { expect, test } from 'vitest'
import { asSentence } from './as-sentence.ts'

test.each([
  ['ask an admin to unlock them', 'Ask an admin to unlock them.'],
  ['is the person active?', 'Is the person active?'],
  ['It ends already. ', 'It ends already.'],
  ['élodie may view a patient', 'Élodie may view a patient.'],
])('%s becomes a sentence', (words, sentence) => {
  expect(asSentence(words)).toBe(sentence)
})
