/** Writes the types of the tables from a database that all migrations ran on: `npm run tables`. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describeTables } from '../packages/server/src/database/describe-tables.ts'
import { migrate } from '../packages/server/src/database/migrate.ts'
import { ask } from '../packages/testbed/ask.ts'
import { startCluster } from '../packages/testbed/start-cluster.ts'

const cluster = await startCluster()
try {
  await ask(cluster.superuserUrl, 'create database described owner rolecall_admin')
  const [adminUrl, url] = ['rolecall_admin', 'rolecall_server'].map((role) => {
    const address = new URL(cluster.superuserUrl)
    address.username = role
    address.pathname = '/described'
    return address.href
  })
  if (adminUrl === undefined || url === undefined) throw new Error('there is no address')
  await migrate(adminUrl, url)
  const file = fileURLToPath(new URL('../packages/server/src/database/tables.ts', import.meta.url))
  writeFileSync(file, await describeTables(adminUrl))
} finally {
  await cluster.stop()
}
