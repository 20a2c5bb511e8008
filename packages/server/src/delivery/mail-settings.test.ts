import { expect, test } from 'vitest'
import { readMailSettings } from './mail-settings.ts'

const smtpUrl = 'smtps://mail.example'
const from = 'no-reply@rolecall.example'
const publicUrl = 'https://rolecall.example'

test('without a mail server no mail leaves, which is no error', () => {
  expect(readMailSettings(undefined, from, publicUrl)).toBeUndefined()
  expect(readMailSettings('', undefined, undefined)).toBeUndefined()
})

test('a mail server needs an address to come from and one for links to lead to', () => {
  expect(readMailSettings(smtpUrl, from, publicUrl)).toEqual({ smtpUrl, from })
  expect(() => readMailSettings(smtpUrl, '', publicUrl)).toThrow('needs `ROLECALL_MAIL_FROM` beside it')
  expect(() => readMailSettings(smtpUrl, from, '')).toThrow('needs `ROLECALL_PUBLIC_URL` beside it')
})

test.each(['mail.example', 'https://mail.example', 'smtp://'])('`%s` is no mail server', (text) => {
  expect(() => readMailSettings(text, from, publicUrl)).toThrow('no address of a mail server')
})

test('the sentence about a wrong mail server does not repeat it, since it may hold a password', () => {
  expect(() => readMailSettings('stmp://me:secret@mail.example', from, publicUrl)).toThrow(/^(?!.*secret)/)
})
