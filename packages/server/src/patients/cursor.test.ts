import { expect, test } from 'vitest'
import { cursorOf, cursorText } from './cursor.ts'

test('a place in the list comes back as it was', () => {
  expect(cursorOf(cursorText(['ångström\twei', 'p001']))).toEqual(['ångström\twei', 'p001'])
})

test.each(['', 'x', 'bnVsbA', cursorText(['a\0', 'b']), Buffer.from('[1,2]').toString('base64url')])(
  '`%s` is no place in the list',
  (text) => {
    expect(cursorOf(text)).toBeUndefined()
  },
)
