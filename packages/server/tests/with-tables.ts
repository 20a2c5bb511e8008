import { withDatabase } from '@rolecall/testbed/postgres'
import { afterAll, inject } from 'vitest'
import { connect, type Database, type Transaction } from '../src/database/connect.ts'
import type {} from './migrated.setup.ts'

export interface Tables {
  readonly database: Database
  /** As the role that serves requests. */
  readonly url: string
  readonly adminUrl: string
  /** Sees every practice at once. */
  readonly superuserUrl: string
}

/** On a busy machine a test waits for longer than a server may let anybody wait. Milliseconds. */
const unhurried = { patience: { connectionTimeoutMillis: 30_000 }, mostIdle: 15_000 }

/** A migrated, empty database for the test file that calls this at its top level, as the role that serves requests. */
export async function withTables(): Promise<Tables> {
  const { url, adminUrl, superuserUrl } = await withDatabase(inject('migrated'))
  const database = connect(url, unhurried)
  afterAll(() => database.destroy())
  return { database, url, adminUrl, superuserUrl }
}

/** Past every rule but row security, as a test may. */
export function inPractice<T>(
  database: Database,
  practiceId: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return database.within({ practiceId, mode: 'change' }, work)
}

/** The number of a practice's policy, which every change of it raises. */
export async function epochOf(database: Database, practiceId: string): Promise<number> {
  const { epoch } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('policy_epoch')
      .select('epoch')
      .where('practice_id', '=', practiceId)
      .executeTakeFirstOrThrow(),
  )
  return Number(epoch)
}
