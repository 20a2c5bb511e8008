import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, inject } from 'vitest'
import { databaseUrl } from './address.ts'
import type {} from './postgres.setup.ts'

/** A database of one test file, and the ways into it. */
export type Database = {
  readonly name: string
  /** As the role that serves requests. It owns nothing, as in an installation, so row security holds for it. */
  readonly url: string
  /** As the role that owns the database and migrates it. It is no superuser. */
  readonly adminUrl: string
  /** For what only an operator may do, such as ending another's connection. */
  readonly superuserUrl: string
}

/**
 * Make a database for the test file that calls this at its top level, and drop it after the last test. `template`: the
 * name of the one it begins as a copy of, instead of empty.
 *
 * ```ts
 * const database = await withDatabase()
 * ```
 *
 * Clean-up hooks run last in, first out, so a pool that the file closes in its own `afterAll` is closed by then.
 */
export async function withDatabase(template = 'template1'): Promise<Database> {
  const cluster = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(`create database ${name} owner rolecall_admin template ${template}`)
  afterAll(() => asSuperuser(`drop database ${name} with (force)`))
  return {
    name,
    url: databaseUrl(cluster, 'rolecall_server', name),
    adminUrl: databaseUrl(cluster, 'rolecall_admin', name),
    superuserUrl: databaseUrl(cluster, 'postgres', name),
  }
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new Client(databaseUrl(inject('postgres'), 'postgres', 'postgres'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
