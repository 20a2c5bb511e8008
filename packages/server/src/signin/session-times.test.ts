import { expect, test } from 'vitest'
import { readSessionTimes, touchAfter } from './session-times.ts'

test('what the environment does not name is as usual', () => {
  expect(readSessionTimes(undefined, '')).toEqual({ idle: 900, total: 43_200 })
})

test('minutes and hours are settable', () => {
  expect(readSessionTimes('5', '8')).toEqual({ idle: 300, total: 28_800 })
})

test.each(['0', '-1', '1.5', 'soon', '1441', 'Infinity', ' '])(
  '`%s` minutes are told in a sentence',
  (text) => {
    expect(() => readSessionTimes(text, undefined)).toThrow('`ROLECALL_IDLE_MINUTES`')
  },
)

test('a session is written down often enough not to lock while it is used', () => {
  expect(touchAfter({ idle: 900, total: 1 })).toBe(60)
  expect(touchAfter({ idle: 60, total: 1 })).toBe(15)
  expect(touchAfter({ idle: 1, total: 1 })).toBe(1)
})
