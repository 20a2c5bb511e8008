import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import type { Tables } from './tables.ts'

/** The database, before it is known who asks. Only `access`, `import` and `signin` hold one. */
export type Database = Kysely<Tables>

export function connect(url: string): Database {
  const pool = new Pool({ connectionString: url, max: 20, application_name: 'rolecall' })
  // A connection that breaks while nobody uses it. The next query gets another one, or says what is wrong.
  pool.on('error', () => {})
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
