import { join } from 'node:path'
import { livingPostmaster } from 'rolecall/src/database/postmaster.ts'

/** The first process of the PostgreSQL on a folder of data. */
export function postmasterOf(folder: string): number {
  const found = livingPostmaster(join(folder, 'postgres/data'))
  if (found === undefined) throw new Error(`no PostgreSQL runs on \`${folder}\``)
  return found.pid
}
