/** What is secret is told to nobody: not in the log, not in what the server writes, not in an answer to anybody else. */
import type { SavedNote } from '@rolecall/contract'
import { afterAll, expect, test } from 'vitest'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { newSetupToken } from '../src/setup/setup-link.ts'
import { whereCanaryStands } from './audit-canary-word.ts'
import { Client } from './client.ts'
import { answersTo, owner, ownerPassword } from './with-account.ts'
import { inPractice, withTables } from './with-tables.ts'

const { database } = await withTables()
const output: string[] = []
const app = await buildApp({
  ...appParts({ database }, (line) => output.push(line)),
  journal: { write: (line) => void output.push(line) },
})
afterAll(() => app.close())
const said = { database, output }

test('no password, token or text gets into the log or the journal, whatever is done with it', async () => {
  const words: string[] = []
  const setupToken = await newSetupToken(database)
  const client = new Client(app)
  const set = await client.ask('POST', '/api/set-up', answersTo(setupToken))
  expect(set.statusCode).toBe(204)
  words.push(setupToken, ownerPassword, client.cookie('rolecall'))

  const wrong = 'wrong canary of forty feathers'
  await new Client(app).ask('POST', '/api/session', { email: owner.email, password: wrong })
  const second = new Client(app)
  await second.ask('POST', '/api/session', { email: owner.email, password: ownerPassword })
  words.push(wrong, second.cookie('rolecall'))

  const weak = 'greenstreetcanary'
  await client.ask('PUT', '/api/account/password', { current: ownerPassword, next: weak })
  const next = 'eleven patient herons fold maps'
  expect(
    (await client.ask('PUT', '/api/account/password', { current: ownerPassword, next })).statusCode,
  ).toBe(204)
  words.push(weak, next)

  const patient = { family: 'Kanarienvogel', given: 'Piroska', phone: '0049-4711-0815' }
  const created = await client.ask('POST', '/api/patients', patient)
  expect(created.statusCode).toBe(201)
  const { id } = created.json<{ id: string }>()
  const text = 'the canary sings of a fractured molar'
  const drafted = await client.ask('POST', '/api/notes', { patient: id, title: 'Song of songs', text })
  expect(drafted.statusCode).toBe(201)
  const note = drafted.json<SavedNote>()
  const edited = `${text} and of its crown`
  await client.ask('PATCH', `/api/notes/${note.id}`, { text: edited }, note.revision)
  await client.ask('GET', `/api/notes/${note.id}`)
  await client.ask('GET', `/api/patients?search=${patient.family}`)
  words.push(patient.family, patient.given, patient.phone, text, edited, 'Song of songs')

  const token = 'canary-token-that-nobody-made'
  await new Client(app).ask('PUT', '/api/password-reset', { token, password: next })
  words.push(token)

  const entries = await inPractice(database, await practiceId(), (transaction) =>
    transaction.selectFrom('audit_entry').select('operation').execute(),
  )
  // What was not logged proves nothing.
  const operations = new Set(entries.map(({ operation }) => operation))
  for (const operation of ['createPatient', 'draftNote', 'editNote', 'readNote', 'listPatients'])
    expect([...operations]).toContain(operation)
  for (const word of words) expect([word, await whereCanaryStands(word, said)]).toEqual([word, []])
})

async function practiceId(): Promise<string> {
  const { id } = await database.anywhere
    .selectFrom('practice')
    .select('id')
    .where('name', '=', 'Green Street')
    .executeTakeFirstOrThrow()
  return id
}
