import { expect, test } from 'vitest'
import { initialsOf } from './initials.tsx'

test.each([
  ['Ana Silva', 'AS'],
  ['Dr Wei Chen', 'WC'],
  ['Ana Lucía de la Vega', 'AV'],
  ['élodie Moreau', 'ÉM'],
  ['Scribe', 'S'],
  ['', ''],
])('%s has the initials %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
