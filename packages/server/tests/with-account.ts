import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { raiseEpoch } from '../src/access/raise-epoch.ts'
import type { Database } from '../src/database/connect.ts'
import { buildApp } from '../src/http/app.ts'
import { appParts } from '../src/server-parts.ts'
import { newSetupToken } from '../src/setup/setup-link.ts'
import { createAccount, linkAccount } from '../src/signin/account.ts'
import { hashPassword } from '../src/signin/password-hash.ts'
import { Client } from './client.ts'
import { inPractice, withTables } from './with-tables.ts'

export const ownerPassword = 'seven quiet otters paint umbrellas'

export const owner = {
  name: 'Dr Mira Okonkwo',
  email: 'mira@green-street.example',
  password: ownerPassword,
  memberKind: 'practitioner',
} as const

export function answersTo(token: string, more: object = {}) {
  return {
    token,
    practice: { name: 'Green Street', kind: 'dental', timeZone: 'Europe/Berlin' },
    sharesPatients: true,
    assistantsReadSignedNotes: true,
    modules: ['clinical', 'billing'],
    owner,
    ...more,
  }
}

/** A database with one practice that was set up, and the server in front of it, where nobody is picked. */
export async function withSetUp() {
  const tables = await withTables()
  const { database } = tables
  const reports: string[] = []
  const app = await buildApp(appParts({ database }, (line) => reports.push(line)))
  afterAll(() => app.close())
  const token = await newSetupToken(database)
  const { statusCode, body } = await new Client(app).ask('POST', '/api/set-up', answersTo(token))
  if (statusCode !== 204) throw new Error(body)
  const practice = await database.anywhere
    .selectFrom('practice')
    .select('id')
    .where('name', '=', 'Green Street')
    .executeTakeFirstOrThrow()
  return { ...tables, app, reports, practiceId: practice.id }
}

export interface NewColleague {
  readonly email: string
  readonly password: string
  readonly name?: string
}

/** A member who signs in with a password. Returns their ids. */
export async function addColleague(
  database: Database,
  practiceId: string,
  { email, password, name = 'Ana Lindqvist' }: NewColleague,
): Promise<{ readonly memberId: string; readonly accountId: string }> {
  const passwordHash = await hashPassword(password)
  const memberId = randomUUID()
  return inPractice(database, practiceId, async (transaction) => {
    await transaction
      .insertInto('member')
      .values({
        practice_id: practiceId,
        id: memberId,
        name,
        kind: 'administrative',
        status: 'active',
        has_account: false,
      })
      .execute()
    const accountId = await createAccount(transaction, { email, name, passwordHash })
    if (accountId === undefined) throw new Error(`\`${email}\` has an account`)
    await linkAccount(transaction, { practiceId, memberId, accountId })
    await raiseEpoch(transaction, practiceId)
    return { memberId, accountId }
  })
}

/** A browser that signed in with a password. */
export async function provenClient(
  app: FastifyInstance,
  email: string = owner.email,
  password: string = ownerPassword,
): Promise<Client> {
  const client = new Client(app)
  const { statusCode, body } = await client.ask('POST', '/api/session', { email, password })
  if (statusCode !== 204) throw new Error(`${statusCode} ${body}`)
  return client
}
