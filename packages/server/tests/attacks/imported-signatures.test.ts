import { createHash } from 'node:crypto'
import type { Announcements, ImportReport, Note, NotePage, NoteVersion } from '@rolecall/contract'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { deliverDue } from '../../src/delivery/delivery.ts'
import { smtpPostman } from '../../src/delivery/smtp.ts'
import { importFiles } from '../../src/import/import-files.ts'
import { importFolder } from '../../src/import/import-folder.ts'
import { sourcesIn } from '../../src/import/source.ts'
import { mintLink } from '../../src/signin/mint-link.ts'
import { folders } from '../import-folder-of.ts'
import { fileSender } from '../send-files.ts'
import { withSmallPractice } from '../with-small-practice.ts'
import { inPractice } from '../with-tables.ts'

const practiceWith = (modules: string) => `
practice: { name: Hill, ${modules}, now: 2026-11-21T09:00:00Z }
roles:
  writes: { permissions: [patients.view, notes.view, notes.viewSigned, notes.write, notes.sign, notes.unlock] }
  drafts: { permissions: [notes.write] }
members:
  chen: { kind: practitioner, owner: true, grants: [{ role: writes }, { role: system-admin }] }
  dee: { kind: practitioner, grants: [{ role: writes }] }
  gone: { kind: practitioner, account: false }
  ana: { kind: administrative, grants: [{ role: system-admin }, { role: clinical-assistant }, { role: drafts }], team: { all: edit } }
patients:
  p1: { careTeam: [chen, dee, gone] }
`
const { app, as, database, practiceId } = await withSmallPractice(practiceWith('modules: [clinical]'))
const send = await fileSender(app)
const folderOf = folders()

const noteOf = (id: string, text: string, rest: object = {}) => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  docStatus: 'final',
  description: 'Visit',
  subject: { reference: 'Patient/p1' },
  date: '2024-03-07T09:00:00Z',
  author: [{ reference: 'Practitioner/chen' }],
  authenticator: { reference: 'Practitioner/chen', display: 'Dr W. Chen' },
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(text).toString('base64') } }],
  ...rest,
})
const draft = (id: string, text: string, owner = 'chen') =>
  noteOf(id, text, { docStatus: 'preliminary', author: [{ reference: `Practitioner/${owner}` }] })

async function imported(...notes: readonly object[]): Promise<ImportReport> {
  const { body } = await send<ImportReport>(await as('ana'), { 'notes.ndjson': notes })
  expect(body).toMatchObject({ state: 'done', badLines: [] })
  return body
}

const read = async (id: string, member = 'chen') => (await as(member)).get<Note>(`/api/notes/${id}`)
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('attack 8: a file that says a note is signed', () => {
  test('makes no signature of a member: the note says where it was signed, and who imported it', async () => {
    await imported(noteOf('final', 'Caries on 26', { meta: { source: 'urn:old-system' } }))
    const note = await read('final')
    expect(note).toMatchObject({ signed: true, signedElsewhere: true, importedBeside: false })
    expect(note.versions).toMatchObject([
      {
        signature: null,
        imported: {
          resource: 'DocumentReference/final',
          file: 'notes.ndjson',
          system: 'urn:old-system',
          by: { id: 'ana' },
          at: expect.stringMatching(/^20/),
          signed: true,
          author: 'Practitioner/chen',
          signer: 'Dr W. Chen',
          textHash: sha256('Caries on 26'),
        },
      },
    ])
    const { notes } = await (await as('chen')).get<NotePage>('/api/notes?signed=true')
    expect(notes).toMatchObject([{ id: 'final', signedElsewhere: true }])
  })

  test('keeps a draft a draft, until a member signs it here', async () => {
    await imported(draft('unsigned', 'To be signed'))
    expect(await read('unsigned')).toMatchObject({ signed: false, signedElsewhere: false })
    await (await as('chen')).ask('POST', '/api/notes/unsigned/sign', undefined, 1)
    const note = await read('unsigned')
    expect(note).toMatchObject({ signed: true, signedElsewhere: false })
    expect(note.versions).toMatchObject([{ signature: { by: { id: 'chen' } }, imported: { signed: false } }])
  })

  test('makes a text that nobody changes, whatever the program is brought to do', async () => {
    await imported(noteOf('fixed', 'As it was'))
    await expect(
      inPractice(database, practiceId, (transaction) =>
        transaction
          .updateTable('note_version')
          .set({ text: 'Otherwise' })
          .where('note_id', '=', 'fixed')
          .execute(),
      ),
    ).rejects.toThrow('version 1 of the note fixed is signed, open the next one')
  })

  test('is not told by a version that is read without the permission to read signed notes', async () => {
    await imported(noteOf('hidden', 'Signed elsewhere'))
    const { version } = await read('hidden')
    await (await as('chen')).ask('POST', '/api/notes/hidden/unlock', { reason: 'typo' }, version)
    expect((await (await as('ana')).ask('GET', '/api/notes/hidden/versions/2')).statusCode).toBe(200)
    expect((await (await as('ana')).ask('GET', '/api/notes/hidden/versions/1')).statusCode).toBe(403)
  })
})

describe('attack 8: a file with another text of a note that was worked on here', () => {
  const works: readonly (readonly [what: string, (id: string) => Promise<unknown>])[] = [
    ['signed', async (id) => (await as('chen')).ask('POST', `/api/notes/${id}/sign`, undefined, 1)],
    ['edited', async (id) => (await as('chen')).ask('PATCH', `/api/notes/${id}`, { text: 'first' }, 1)],
  ]

  test.each(works)('leaves the one that was %s as it is, and is a version beside it', async (what, work) => {
    const id = `was-${what}`
    await imported(draft(id, 'first'))
    await work(id)
    const before = await read(id)
    const report = await imported(noteOf(id, 'forged', { description: 'Forged' }))
    expect(report.kinds?.notes).toEqual({ added: 0, changed: 0, same: 0, beside: 1 })
    const { versions, importedBeside, acts: _, ...after } = await read(id)
    const { versions: versionsBefore, importedBeside: __, acts: ___, ...unchanged } = before
    expect(after).toEqual(unchanged)
    expect([importedBeside, versions[0]]).toEqual([true, versionsBefore[0]])
    expect(versions[1]).toMatchObject({
      number: 2,
      signature: null,
      imported: { by: { id: 'ana' }, signed: true },
    })
    expect(await (await as('chen')).get<NoteVersion>(`/api/notes/${id}/versions/2`)).toMatchObject({
      title: 'Forged',
      text: 'forged',
    })
    const again = await imported(noteOf(id, 'forged', { description: 'Forged' }))
    expect(again.kinds?.notes).toMatchObject({ same: 1, beside: 0 })
    const back = await imported(draft(id, 'first'))
    expect(back.kinds?.notes).toMatchObject({ same: 1, beside: 0 })
  })

  test('an addendum is work on a note, too', async () => {
    await imported(noteOf('added-to', 'first'))
    expect(
      (await (await as('chen')).ask('POST', '/api/notes/added-to/addenda', { text: 'more' })).statusCode,
    ).toBe(201)
    expect((await imported(noteOf('added-to', 'forged'))).kinds?.notes).toMatchObject({ beside: 1 })
    expect((await read('added-to')).text).toBe('first')
  })

  test('is behind it when the note is unlocked, which opens a version of its own text', async () => {
    await imported(draft('opened', 'first'))
    await (await as('chen')).ask('POST', '/api/notes/opened/sign', undefined, 1)
    await imported(noteOf('opened', 'forged'))
    const chen = await as('chen')
    const { version } = await read('opened')
    const unlocked = await chen.ask('POST', '/api/notes/opened/unlock', { reason: 'compare' }, version)
    expect(unlocked.statusCode).toBe(200)
    const note = await read('opened')
    expect(note).toMatchObject({ textVersion: 3, text: 'first', signed: false, importedBeside: false })
    expect(note.versions.map(({ signature }) => signature !== null)).toEqual([true, false, false])
  })

  test('is not put in the place of a text that is edited while the import runs', async () => {
    await imported(draft('meanwhile', 'first'))
    const files = sourcesIn(folderOf({ 'a.ndjson': [draft('meanwhile', 'forged')] }))
    let running: ReturnType<typeof importFiles> | undefined
    await inPractice(database, practiceId, async (transaction) => {
      await sql`select from note where practice_id = ${practiceId}::uuid and id = 'meanwhile' for update`.execute(
        transaction,
      )
      running = importFiles(database, { files, into: { id: practiceId } })
      await vi.waitUntil(isWaiting, { timeout: 20_000, interval: 20 })
      await transaction
        .insertInto('record_edit')
        .values({
          practice_id: practiceId,
          kind: 'note',
          record_id: 'meanwhile',
          revision: 2,
          fields: ['text'],
          editor_id: 'chen',
        })
        .execute()
    })
    expect(await running).toMatchObject({ notes: { changed: 0, beside: 1 } })
    expect((await read('meanwhile')).text).toBe('first')
  })

  async function isWaiting(): Promise<boolean> {
    const { rows } = await sql<{ waits: boolean }>`
      select exists (select from pg_locks where not granted) as waits`.execute(database.anywhere)
    return rows[0]?.waits ?? false
  }
})

describe('attack 8: who is told of texts beside their notes', () => {
  const arrived: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _, done) {
      let text = ''
      stream.on('data', (piece: Buffer) => {
        text += piece
      })
      stream.on('end', () => {
        arrived.push(text.replaceAll('=\r\n', ''))
        done()
      })
    },
  })
  afterAll(() => new Promise<void>((closed) => smtp.close(() => closed())))

  test('are the people who are responsible for the notes, in the console and by mail', async () => {
    await new Promise<void>((listening) => smtp.listen(0, '127.0.0.1', listening))
    const address = smtp.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const from = 'Rolecall <no-reply@rolecall.example>'
    const postman = smtpPostman({ smtpUrl: `smtp://127.0.0.1:${port}`, from })
    await giveAddress('dee', 'dee@hill.example')
    await imported(draft('of-dee', 'first', 'dee'), draft('of-gone', 'first', 'gone'))
    await inPractice(database, practiceId, (transaction) => transaction.deleteFrom('announcement').execute())
    await (await as('dee')).ask('POST', '/api/notes/of-dee/sign', undefined, 1)
    await (await as('ana')).ask('PATCH', '/api/notes/of-gone', { text: 'second' }, 1)
    await imported(draft('of-dee', 'forged', 'dee'), draft('of-gone', 'forged', 'gone'))
    const words =
      'an import by a colleague brought different text for a note that was edited or signed here, written on 2024-03-07. The note is unchanged; the imported text is a version beside it. Compare the two'
    for (const member of ['dee', 'chen'])
      expect((await (await as(member)).get<Announcements>('/api/announcements')).announcements).toMatchObject(
        [{ words }],
      )
    expect((await (await as('ana')).get<Announcements>('/api/announcements')).announcements).toEqual([])
    await deliverDue({ database, postman, mintLink, publicUrl: 'https://rolecall.example', report: () => {} })
    expect(arrived).toHaveLength(1)
    expect(arrived[0]).toContain('To: dee@hill.example')
    expect(arrived[0]).toContain('a version beside it')
  })

  test('find the notes in the log by the import that brought the texts', async () => {
    const entries = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('audit_entry')
        .select(['records', 'detail'])
        .where('practice_id', '=', practiceId)
        .where('kind', '=', 'clinicalImport')
        .orderBy('id', 'desc')
        .limit(1)
        .execute(),
    )
    expect(entries).toMatchObject([{ records: ['of-dee', 'of-gone'], detail: { 'notes beside': 2 } }])
  })

  async function giveAddress(member: string, email: string): Promise<void> {
    const id = crypto.randomUUID()
    await database.anywhere
      .insertInto('account')
      .values({ id, email, email_key: email, name: member })
      .execute()
    await inPractice(database, practiceId, (transaction) =>
      transaction.updateTable('member').set({ account_id: id }).where('id', '=', member).execute(),
    )
  }
})

describe.each(['modules: []', 'lapsed: { clinical: read-only }'])(
  'attack 8: an import into a practice with %s',
  async (modules) => {
    const closed = await withSmallPractice(practiceWith(modules))
    const sendThere = await fileSender(closed.app)
    const patient = { resourceType: 'Patient', id: 'xu', name: [{ family: 'Xu' }] }
    const note = noteOf('n1', 'x', { subject: { reference: 'Patient/xu' } })
    const reason =
      'the module `Clinical` is not on, and notes belong to it: turn it on, or leave these lines out'

    test('brings no note, and says why', async () => {
      const { body } = await sendThere<ImportReport>(await closed.as('ana'), { 'a.ndjson': [patient, note] })
      expect(body).toMatchObject({ state: 'refused', badLines: [{ line: 2, reason }] })
      const rest = await sendThere<ImportReport>(
        await closed.as('ana'),
        { 'a.ndjson': [patient, note] },
        '?skipBad=true',
      )
      expect(rest.body).toMatchObject({
        state: 'done',
        kinds: { patients: { added: 1 }, notes: { added: 0 } },
        badLineCount: 1,
      })
      expect(await closed.as('ana').then((ana) => ana.get('/api/patients/xu'))).toMatchObject({
        careTeam: [],
      })
    })

    test('brings none at the machine', async () => {
      const folder = folderOf({ 'a.ndjson': [patient, note] })
      const result = await importFolder(closed.database, { folder, into: { id: closed.practiceId } })
      expect(result).toMatchObject({ badLines: [{ reason }] })
    })
  },
)
