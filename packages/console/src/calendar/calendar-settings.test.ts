import { expect, test } from 'vitest'
import { readSettings, usualSettings } from './calendar-settings.ts'

test('what was kept is read again', () => {
  const kept = { view: 'week', from: 7, until: 20, weekend: false } as const
  expect(readSettings(JSON.stringify(kept))).toEqual(kept)
})

test.each([
  null,
  '',
  'x',
  '[]',
  'null',
  '{"from":18,"until":8}',
  '{"from":-1,"until":99}',
  '{"view":"year"}',
])('`%s` is read as the usual settings', (text) => {
  expect(readSettings(text)).toEqual(usualSettings)
})
