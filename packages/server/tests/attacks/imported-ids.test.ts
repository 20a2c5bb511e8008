import type { ImportReport, Note } from '@rolecall/contract'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileSender, type SentFiles } from '../send-files.ts'
import { withSmallPractice } from '../with-small-practice.ts'
import { inPractice } from '../with-tables.ts'

const { app, as, database, practiceId } = await withSmallPractice(`
practice: { name: Hill, modules: [clinical], now: 2026-11-21T09:00:00Z }
roles:
  lead: { permissions: [patients.view] }
  retired: { permissions: [patients.view] }
  special: { permissions: [patients.view], grantableBy: [lead] }
members:
  mara: { kind: practitioner, owner: true, grants: [{ role: provider }, { role: system-admin }, { role: admin }], team: { all: edit } }
  chen: { kind: practitioner, grants: [{ role: provider }], team: { all: edit } }
patients:
  p1: { careTeam: [mara] }
`)
const send = await fileSender(app)

beforeAll(async () => {
  await inPractice(database, practiceId, async (transaction) => {
    await transaction
      .updateTable('role')
      .set({ granters: ['lead', 'somebody-later'] })
      .where('id', '=', 'special')
      .execute()
    const member = { practice_id: practiceId, kind: 'practitioner', status: 'archived', has_account: false }
    await transaction.updateTable('member').set({ name: 'Dr. Wei Chen' }).where('id', '=', 'chen').execute()
    await transaction
      .insertInto('member')
      .values({ ...member, id: 'l\u{200b}i' })
      .execute()
    await transaction
      .insertInto('member')
      .values({ ...member, id: 'former' })
      .execute()
    await transaction.deleteFrom('member').where('id', '=', 'former').execute()
  })
  expect((await (await as('mara')).ask('DELETE', '/api/roles/retired')).statusCode).toBe(204)
})

const npi = 'http://hl7.org/fhir/sid/us-npi'
const practitioner = (id: string, family = 'New', rest: object = {}) => ({
  resourceType: 'Practitioner',
  id,
  name: [{ family }],
  ...rest,
})

async function report(files: SentFiles, query = ''): Promise<ImportReport> {
  const { status, body } = await send<ImportReport>(await as('mara'), files, query)
  expect(status).toBe(200)
  return body
}

describe('attack 10: an imported practitioner has no id', () => {
  test.each([
    ['lead', 'is that of a role here, or named by one'],
    ['clinical-assistant', 'is that of a role here, or named by one'],
    ['somebody-later', 'is that of a role here, or named by one'],
    ['retired', 'was that of somebody else, or of a role, here'],
    ['former', 'was that of somebody else, or of a role, here'],
    ['li', 'looks like that of somebody else, or of a role, here'],
    ['chen', 'is that of another person here'],
  ])('such as `%s`, which %s', async (id, why) => {
    const { state, badLines } = await report({ 'a.ndjson': [practitioner(id)] })
    expect([state, badLines.map(({ reason }) => reason)]).toEqual([
      'refused',
      [`\`id\` ${why}: \`${id}\`; give the practitioner another id`],
    ])
  })

  test('of somebody who was imported with another number of the same kind', async () => {
    const numbered = (value: string, family: string) =>
      practitioner('numbered', family, { identifier: [{ system: npi, value }] })
    expect((await report({ 'a.ndjson': [numbered('1', 'Moss')] })).kinds?.practitioners.added).toBe(1)
    expect((await report({ 'a.ndjson': [numbered('2', 'Moss')] })).badLines).toMatchObject([{ line: 1 }])
    expect((await report({ 'a.ndjson': [numbered('1', 'Moss-Li')] })).kinds?.practitioners.changed).toBe(1)
  })
})

test('what refers to a practitioner with the id of another person here names nobody', async () => {
  const note = {
    resourceType: 'DocumentReference',
    id: 'n1',
    status: 'current',
    subject: { reference: 'Patient/p1' },
    date: '2024-03-07T09:00:00Z',
    author: [{ reference: 'Practitioner/chen' }],
    content: [{ attachment: { contentType: 'text/plain', data: 'aGVsbG8=' } }],
  }
  const left = await report({ 'a.ndjson': [practitioner('chen', 'Other'), note] }, '?skipBad=true')
  expect(left).toMatchObject({ state: 'done', badLineCount: 1, kinds: { notes: { added: 1 } } })
  expect(await (await as('mara')).get<Note>('/api/notes/n1')).toMatchObject({ owner: null, author: null })
})

test('a practitioner who is called as here is the one who is here', async () => {
  const { kinds } = await report({ 'a.ndjson': [practitioner('chen', 'Chen'), practitioner('new')] })
  expect(kinds?.practitioners).toEqual({ added: 1, changed: 0, same: 1 })
})
