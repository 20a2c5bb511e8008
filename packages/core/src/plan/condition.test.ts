import { expect, test } from 'vitest'
import { all, always, any, type Condition, never, ownedBy } from './condition.ts'

const state = (field: string, equals: boolean | string): Condition => ({ is: 'state', field, equals })

test('what is in a state or not in it is everything', () => {
  expect(any([state('signed', false), ownedBy(['ana']), state('signed', true)])).toEqual(always)
  expect(all([ownedBy(['ana']), any([state('signed', true), state('signed', false)])])).toEqual(
    ownedBy(['ana']),
  )
})

test('what is in one state or not in another, or in one of two, is not', () => {
  for (const other of [state('shared', false), state('signed', 'once'), ownedBy(['ana'])])
    expect(any([state('signed', true), other])).toEqual({ is: 'any', of: [state('signed', true), other] })
  expect(any([state('phase', 'draft'), state('phase', false)]).is).toBe('any')
  expect(any([never, state('signed', true)])).toEqual(state('signed', true))
})
