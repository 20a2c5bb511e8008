import { expect, test } from 'vitest'
import { readAnySearch, recordIn } from './any-search.ts'

test.each([
  ['n1', 'n1'],
  [' n1 ', 'n1'],
  ['https://rolecall.example/why?kind=note&record=n1', 'n1'],
  ['https://rolecall.example/patients/p011/notes/n1', 'n1'],
  ['https://rolecall.example/calendar?appointment=a7', 'a7'],
  ['https://rolecall.example/patients/p011#n1', 'n1'],
  ['https://', 'https://'],
])('%s names the record %s', (pasted, record) => {
  expect(recordIn(pasted)).toBe(record)
})

test('what is no part of a question is dropped from the address', () => {
  expect(readAnySearch({ kind: 'note', act: '', member: 7, other: 'x' })).toEqual({ kind: 'note' })
})
