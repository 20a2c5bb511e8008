import { expect, test } from 'vitest'
import { fold, wordsOf } from './search-tokens.ts'

test.each([
  ['Ångström', ['angstrom']],
  ['García Márquez', ['garcia', 'marquez']],
  ['O’Brien', ['obrien']],
  ["D'Angelo", ['dangelo']],
  ['Ní Dhomhnaill', ['ni', 'dhomhnaill']],
  ['Große', ['grosse']],
  ['Łukasz Wójcik', ['lukasz', 'wojcik']],
  ['Søren Yılmaz', ['soren', 'yilmaz']],
  ['Mei-Ling', ['mei', 'ling']],
  ['Luna60', ['luna60']],
  ['Ana Ana', ['ana']],
  ['李小龍', ['李小龍']],
  ['  --  ', []],
])('%s is found by the words %j', (name, words) => {
  expect(wordsOf(name)).toEqual(words)
})

test('a name is found however its accents are written', () => {
  expect(fold('Léa')).toBe(fold('Le\u0301a'))
})
