import { Client } from 'pg'
import type { Home } from './data-directory.ts'
import type { Postmaster } from './postmaster.ts'

/** A connection of the operator, under a name that others may read. */
export function clientOf(home: Home, postmaster: Postmaster, name: string): Client {
  return new Client({
    connectionString: urlOf(home, postmaster, 'postgres', 'postgres'),
    application_name: name.slice(0, 60),
  })
}

/** `libpq` and `pg` both read the host from the query, which is the one place where a folder fits. */
export function urlOf(
  { password }: Home,
  { host, port }: Postmaster,
  role: string,
  database: string,
): string {
  const secret = password === undefined ? '' : `:${password}`
  return `postgresql://${role}${secret}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
