/**
 * What is secret is told to nobody: not in the log, not in what the server and its commands write, not in the words of
 * PostgreSQL itself, not in an answer to anybody else.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SavedNote } from '@rolecall/contract'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { sealPractice } from '../src/audit/seal-practice.ts'
import { run as audit } from '../src/commands/audit.ts'
import type { Surroundings } from '../src/commands/environment.ts'
import { run as importing } from '../src/commands/import.ts'
import { openHome } from '../src/database/data-directory.ts'
import { openInstallation } from '../src/database/installation.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { newSetupToken } from '../src/setup/setup-link.ts'
import { whereCanaryStands } from './audit-canary-word.ts'
import { Client } from './client.ts'
import { addColleague, answersTo, owner, ownerPassword, provenClient } from './with-account.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

const folder = withFolder()
const installation = await openInstallation({ folder, holder: 'tests' })
const { database, auditFolder } = installation
const postgresLog = join(openHome(folder).path, 'log')
const output: string[] = []
const app = await buildApp({
  ...appParts({ database, auditFolder }, (line) => output.push(line)),
  journal: { write: (line) => void output.push(line) },
})
afterAll(async () => {
  await app.close()
  await installation.stop()
})
const said = { database, output, files: [auditFolder, postgresLog] }
/** At the machine. */
const around = {
  out: (line: string) => output.push(line),
  err: (line: string) => output.push(line),
  open: async () => ({ ...installation, stop: async () => {} }),
} as unknown as Surroundings

const words: string[] = []
const client = new Client(app)
const patient = { family: 'Kanarienvogel', given: 'Piroska', phone: '0049-4711-0815' }
let patientId = ''
let note: SavedNote | undefined

async function nowhere(): Promise<void> {
  await sealPractice({ database, folder: auditFolder }, await practiceId())
  for (const word of words) expect([word, await whereCanaryStands(word, said)]).toEqual([word, []])
}

test('no password, token or text gets into the log or the journal, whatever is done with it', async () => {
  const setupToken = await newSetupToken(database)
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

  const created = await client.ask('POST', '/api/patients', patient)
  expect(created.statusCode).toBe(201)
  patientId = created.json<{ id: string }>().id
  const text = 'the canary sings of a fractured molar'
  const drafted = await client.ask('POST', '/api/notes', { patient: patientId, title: 'Song of songs', text })
  expect(drafted.statusCode).toBe(201)
  note = drafted.json<SavedNote>()
  const edited = `${text} and of its crown`
  await client.ask('PATCH', `/api/notes/${note.id}`, { text: edited }, note.version)
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
  await nowhere()
})

test('nothing of it is answered to others, whatever they try', async () => {
  const ana = { email: 'ana@green-street.example', password: 'nine slow herons paint kettles' }
  await addColleague(database, await practiceId(), ana)
  const colleague = await provenClient(app, ana.email, ana.password)
  const answers: string[] = []
  for (const other of [colleague, new Client(app), new Client(app, { rolecall: 'canary' })])
    for (const [method, url, body, version] of [
      ['GET', `/api/patients/${patientId}`],
      ['PATCH', `/api/patients/${patientId}`, { phone: '1' }, 1],
      ['POST', '/api/patients', { family: patient.family, given: patient.given }],
      ['GET', `/api/patients?search=${patient.family}`],
      ['GET', `/api/notes/${note?.id}`],
      ['PATCH', `/api/notes/${note?.id}`, { text: 'x' }, 1],
      ['GET', `/api/why?patient=${patientId}`],
      ['GET', '/api/appointments?from=2030-01-01T00:00:00Z&until=2030-01-02T00:00:00Z'],
      ['GET', '/api/audit'],
      ['GET', '/api/members'],
      ['GET', '/api/me'],
    ] as const) {
      const answer = await other.ask(method, url, body, version)
      answers.push(`${method} ${url.replace(patient.family, '…')} ${answer.statusCode} ${answer.body}`)
    }
  expect(answers.filter((one) => / 40[134] \{/.test(one)).length).toBeGreaterThan(25)
  output.push(...answers)
  await nowhere()
})

test('what PostgreSQL refuses it does not write into its own log with the values', async () => {
  const place = 'canary-that-is-no-place'
  const visit = { patient: patientId, start: '2030-05-06T09:00:00Z', end: '2030-05-06T09:30:00Z' }
  const booked = await client.ask('POST', '/api/appointments', { ...visit, location: place })
  expect(booked.statusCode).toBe(422)
  // Row security hides the values of a row already, save in the few tables that it does not guard.
  const account = { email: 'canary@nest.example', email_key: 'canary@nest.example', name: 'Canary of Nest' }
  const making = () => database.anywhere.insertInto('account').values(account).execute()
  await making()
  await expect(making()).rejects.toThrow('violates unique constraint')
  words.push(place, account.email, account.name)
  // It was written, so that the hunt means something.
  const refused = await whereCanaryStands('violates', { ...said, output: [] })
  expect(refused.filter((line) => /violates (foreign key|unique) constraint/.test(line))).toHaveLength(2)
  await nowhere()
  const { rows } = await sql`select current_setting('log_error_verbosity') as verbosity,
      current_setting('log_statement') as statements, current_setting('log_min_duration_statement') as slow,
      current_setting('log_parameter_max_length_on_error') as values`.execute(database.anywhere)
  expect(rows).toEqual([{ verbosity: 'terse', statements: 'none', slow: '-1', values: '0' }])
})

test('the commands and the heads of the log tell nothing of it', async () => {
  const name = 'Kanarius'
  const file = join(withFolder(), 'patients.ndjson')
  const bad = { resourceType: 'Patient', id: 'p', name: [{ family: name }], birthDate: 'never' }
  writeFileSync(file, `${JSON.stringify(bad)}\n{"resourceType":"Patient","name":"${name}`)
  expect(await importing([file], around)).toBe(1)
  expect(output.at(-1)).toMatch(/^nothing was imported: 2 lines cannot be read/)
  words.push(name)
  expect(await audit(['verify'], around)).toBe(0)
  expect(await whereCanaryStands('"signature"', { ...said, output: [] })).not.toEqual([])
  await nowhere()
})

async function practiceId(): Promise<string> {
  const { id } = await database.anywhere
    .selectFrom('practice')
    .select('id')
    .where('name', '=', 'Green Street')
    .executeTakeFirstOrThrow()
  return id
}
