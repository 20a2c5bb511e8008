import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Member, Policy } from '@rolecall/core'
import { ask } from '@rolecall/testbed/ask'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { raiseEpoch } from '../../src/access/raise-epoch.ts'
import type { Surroundings } from '../../src/commands/environment.ts'
import { run as restored } from '../../src/commands/restored.ts'
import { connect } from '../../src/database/connect.ts'
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts'
import { openInstallation } from '../../src/database/installation.ts'
import { migrate } from '../../src/database/migrate.ts'
import { buildApp } from '../../src/http/app.ts'
import { savePatientFacts } from '../../src/patients/save-patient-facts.ts'
import { savePatients } from '../../src/patients/save-patients.ts'
import { appParts } from '../../src/server-parts.ts'
import { newToken, tokenHash } from '../../src/signin/token.ts'
import { Client, signedIn } from '../client.ts'
import { storePractice } from '../random-practice.ts'
import { withFolder } from '../with-folder.ts'
import { inPractice } from '../with-tables.ts'

const folder = withFolder()
const data = join(folder, 'postgres/data')
const backup = join(folder, 'backup')
let postgres = await startEmbeddedPostgres(folder, 'a test')
const { url, adminUrl } = postgres
const superuserUrl = adminUrl.replace('rolecall_admin', 'postgres')
await migrate(adminUrl, url)

const reports: string[] = []
/** A server that runs all the time, whatever becomes of the database behind it. */
const database = connect(url, { report: (sentence) => reports.push(sentence) })
afterAll(() => postgres.stop())

/** Stop the database, exchange its files for those of the backup, and start it. */
async function restore(): Promise<void> {
  await postgres.stop()
  rmSync(data, { recursive: true })
  copy(backup, data)
  await start()
}

async function copyFiles(): Promise<void> {
  await postgres.stop()
  rmSync(backup, { recursive: true, force: true })
  copy(data, backup)
  await start()
}

/** With its owner: PostgreSQL runs as an account of its own. */
function copy(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to])
}

async function start(): Promise<void> {
  postgres = await startEmbeddedPostgres(folder, 'a test')
}

function member(id: string, more: Partial<Member> = {}): Member {
  return {
    id,
    kind: 'practitioner',
    status: 'active',
    account: true,
    owner: false,
    grants: [{ id: `${id}/1`, role: 'front' }],
    team: [],
    manages: [],
    ...more,
  }
}

const policy: Policy = {
  modules: [],
  readOnly: [],
  roles: [
    { id: 'front', label: 'Front', fits: ['practitioner'], permissions: ['patients.view'] },
    { id: 'system-admin', label: 'Admin', fits: ['practitioner'], permissions: ['accounts.manage'] },
  ],
  members: [
    member('boss', {
      owner: true,
      grants: [{ id: 'boss/2', role: 'system-admin' }],
      team: [{ level: 'edit' }],
    }),
    member('pia'),
    member('pol'),
  ],
  shares: [],
  glass: [],
  separate: [],
}

const facts = { tags: [], locations: [] }

const { practiceId } = await storePractice(database, {
  policy,
  patients: [
    { id: 'of-pia', careTeam: ['pia'], ...facts },
    { id: 'of-pol', careTeam: ['pol'], ...facts },
  ],
  records: [],
})
const app = await buildApp(
  appParts({ database, picking: { practiceId, introductions: new Map() } }, (line) => reports.push(line)),
)

function seeAll(id: string): Promise<void> {
  return inPractice(database, practiceId, async (transaction) => {
    await transaction
      .insertInto('team_access')
      .values({ practice_id: practiceId, member_id: id, level: 'view' })
      .execute()
    await raiseEpoch(transaction, practiceId)
  })
}

function addPatient(id: string, careTeam: readonly string[]): Promise<void> {
  return inPractice(database, practiceId, async (transaction) => {
    const described = {
      id,
      family: id,
      given: '',
      birthDate: undefined,
      gender: undefined,
      careTeam: [],
      tags: [],
    }
    await savePatients(transaction, practiceId, [described])
    await savePatientFacts(transaction, practiceId, [{ id, careTeam, ...facts }])
  })
}

async function listOf(client: Client): Promise<readonly string[]> {
  const { patients } = await client.get<{ patients: { id: string }[] }>('/api/patients')
  return patients.map(({ id }) => id).toSorted()
}

/** Connections break while the database is exchanged: until the first answer that is no outage. */
async function signedInAgain(id: string): Promise<Client> {
  return vi.waitFor(() => signedIn(app, id), { timeout: 20_000, interval: 50 })
}

async function statusOf(client: Client): Promise<number> {
  const answer = await vi.waitUntil(
    async () => {
      const { statusCode } = await client.ask('GET', '/api/me')
      return statusCode !== 503 && statusCode
    },
    { timeout: 20_000, interval: 50 },
  )
  return Number(answer)
}

/** As many changes as there were since the backup, and others: the same numbers mean something else. */
async function changeOtherwise(): Promise<void> {
  await seeAll('pol')
  await addPatient('new-of-pol', ['pol', 'boss'])
}

async function newInvitation(): Promise<string> {
  const token = newToken(practiceId)
  await inPractice(database, practiceId, (transaction) =>
    transaction
      .insertInto('invitation')
      .values({
        practice_id: practiceId,
        member_id: 'pol',
        token_hash: tokenHash(token),
        email: 'pol@green.example',
        ends_at: new Date(Date.now() + 3_600_000),
      })
      .execute(),
  )
  return token
}

describe('attack 6: the database goes back while the server runs', () => {
  afterAll(async () => {
    await app.close()
    await database.destroy()
  })

  test('a restored backup gives nobody the access and the sessions of the time after it', async () => {
    const [ended, kept] = [await signedIn(app, 'pia'), await signedIn(app, 'boss')]
    const invitation = await newInvitation()
    await copyFiles()
    const pia = await signedInAgain('pia')
    expect(await statusOf(ended)).toBe(200)
    await seeAll('pia')
    await addPatient('new-of-pia', ['pia', 'boss'])
    expect(await listOf(pia)).toEqual(['new-of-pia', 'of-pia', 'of-pol'])
    expect((await ended.ask('DELETE', '/api/session')).statusCode).toBe(204)
    await restore()
    await vi.waitFor(changeOtherwise, { timeout: 20_000 })
    for (const client of [ended, kept, pia]) expect(await statusOf(client)).toBe(401)
    const link = await new Client(app).ask('PUT', '/api/invitation', {
      token: invitation,
      password: 'quiet otters paint',
    })
    expect(link.statusCode).toBe(410)
    expect(await listOf(await signedInAgain('pia'))).toEqual(['of-pia'])
    expect(await listOf(await signedInAgain('pol'))).toEqual(['new-of-pol', 'of-pia', 'of-pol'])
    expect(reports).toContainEqual(expect.stringContaining('the database was restored'))
  })

  test('a standby that lags, once it is promoted, gives nobody the access and the sessions of the primary', async () => {
    const ended = await signedIn(app, 'pia')
    await copyFiles()
    const pia = await signedInAgain('pia')
    await seeAll('pia')
    expect(await listOf(pia)).toEqual(['new-of-pol', 'of-pia', 'of-pol'])
    expect((await ended.ask('DELETE', '/api/session')).statusCode).toBe(204)
    copy(join(data, 'PG_VERSION'), join(backup, 'standby.signal'))
    await restore()
    // Nothing is answered from a standby, not even what can be read there.
    expect((await pia.ask('GET', '/api/me')).statusCode).toBe(503)
    await ask(superuserUrl, 'select pg_promote()')
    for (const client of [ended, pia]) expect(await statusOf(client)).toBe(401)
    await seeAll('boss')
    expect(await listOf(await signedInAgain('pia'))).toEqual(['of-pia'])
  })

  test('a copy that takes the name of the database ends every session', async () => {
    const pia = await signedInAgain('pia')
    await withoutConnections(`create database copied template rolecall owner rolecall_admin`)
    expect(await statusOf(pia)).toBe(200)
    await withoutConnections(
      'alter database rolecall rename to replaced',
      'alter database copied rename to rolecall',
    )
    expect(await statusOf(pia)).toBe(401)
    expect(await statusOf(await signedInAgain('pia'))).toBe(200)
  })
})

describe('attack 6: the database goes back while no server runs', () => {
  const auditFolder = join(folder, 'audit-elsewhere')

  /** A server that starts, answers and stops. */
  async function atNextStart<T>(work: (app: Awaited<ReturnType<typeof buildApp>>) => Promise<T>): Promise<T> {
    const installation = await openInstallation({ url, adminUrl, auditFolder })
    const picking = { practiceId, introductions: new Map() }
    const own = await buildApp(appParts({ database: installation.database, picking }, () => {}))
    try {
      return await work(own)
    } finally {
      await own.close()
      await installation.stop()
    }
  }

  const newSession = () => atNextStart(async (own) => (await signedIn(own, 'pia')).cookie('rolecall'))
  const statusAtNextStart = (rolecall: string) =>
    atNextStart((own) => statusOf(new Client(own, { rolecall })))

  test('a server that starts on an older state than it has seen ends every session', async () => {
    const token = await newSession()
    await copyFiles()
    expect(await statusAtNextStart(token)).toBe(200)
    await atNextStart((own) => new Client(own, { rolecall: token }).ask('DELETE', '/api/session'))
    expect(await statusAtNextStart(token)).toBe(401)
    await restore()
    expect(await statusAtNextStart(token)).toBe(401)
  })

  test('`rolecall restored` ends every session where nothing shows a restore', async () => {
    const token = await newSession()
    expect(await statusAtNextStart(token)).toBe(200)
    const said: string[] = []
    const around = {
      out: (line: string) => said.push(line),
      err: (line: string) => said.push(line),
      open: () => openInstallation({ url, adminUrl, auditFolder }),
    } as unknown as Surroundings
    expect(await restored([], around)).toBe(0)
    expect(await statusAtNextStart(token)).toBe(401)
    expect(await restored(['now'], around)).toBe(2)
    expect(said).toEqual([
      'all sessions and all links that were sent before are void, so everybody signs in again',
      'rolecall restored: it takes no more words',
    ])
  })
})

/** The server that runs connects again at once: nobody may, until it is done. */
async function withoutConnections(...statements: readonly string[]): Promise<void> {
  const url = superuserUrl.replace('/rolecall?', '/postgres?')
  await ask(url, 'alter database rolecall allow_connections false')
  await ask(url, `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = 'rolecall'`)
  for (const statement of statements) await ask(url, statement)
  await ask(url, `update pg_database set datallowconn = true where datname in ('rolecall', 'copied')`)
}
