import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sqlEngine } from '@rolecall/core/testing'
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../database/embedded-postgres.ts'
import { StartError } from '../database/start-error.ts'
import type { OpenDatabase } from './test.ts'

/**
 * A PostgreSQL to put practice files to: the one at `url`, in temporary tables that touch nothing of anybody's, or a
 * throw-away one that leaves nothing behind.
 */
export async function openFactsDatabase(url: string | undefined): Promise<OpenDatabase> {
  return url === undefined ? throwAway() : connected(url, async () => {})
}

async function throwAway(): Promise<OpenDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-facts-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const postgres = await startEmbeddedPostgres(folder, 'rolecall test')
    return await connected(postgres.adminUrl, async () => {
      await postgres.stop()
      remove()
    })
  } catch (error) {
    remove()
    throw error
  }
}

async function connected(url: string, stop: () => Promise<void>): Promise<OpenDatabase> {
  const client = new Client({ connectionString: url, application_name: 'rolecall test' })
  try {
    await client.connect()
  } catch (error) {
    await stop()
    const why = error instanceof Error ? error.message : String(error)
    throw new StartError(`the database cannot be reached: ${why}; check \`DATABASE_URL\``)
  }
  return {
    engineFor: (file) =>
      sqlEngine(file, async (text, values) => (await client.query(text, [...values])).rows),
    async close() {
      await client.end()
      await stop()
    },
  }
}
