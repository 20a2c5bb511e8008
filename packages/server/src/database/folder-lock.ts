import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from 'pg'
import type { Home } from './data-directory.ts'
import { clientOf } from './postgres-client.ts'
import type { Postmaster } from './postmaster.ts'
import { StartError } from './start-error.ts'

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_553

/** Hold a folder for as long as the connection lasts, or say who holds it. */
export async function holdFolder(home: Home, postmaster: Postmaster, holder: string): Promise<Client> {
  const client = clientOf(home, postmaster, `${holder} (process ${process.pid})`)
  client.on('error', () => {})
  await client.connect()
  // The session of a holder that was killed a moment ago may take a moment to end.
  for (let tries = 0; tries < 40; tries++) {
    const { rows } = await client.query('select pg_try_advisory_lock($1) as held', [lock])
    if (rows[0]?.held === true) return client
    await pause(50)
  }
  const name = await nameOfHolder(client)
  await client.end()
  throw new StartError(
    `\`${home.folder}\` is in use by ${name}; stop that one, or choose another folder with \`--data\``,
  )
}

async function nameOfHolder(client: Client): Promise<string> {
  const { rows } = await client.query(
    `select application_name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objid::bigint = $1 and granted`,
    [lock],
  )
  return String(rows[0]?.application_name ?? 'another program')
}
