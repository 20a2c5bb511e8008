/** Holds the folder it is given, leaves a word there, prints the process of its PostgreSQL, and waits to be killed. */
import { Client } from 'pg'
import { startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'

const [folder = ''] = process.argv.slice(2)
const { adminUrl, pid } = await startEmbeddedPostgres(folder, 'rolecall holds')
const client = new Client(adminUrl)
await client.connect()
await client.query(`create table witness (word text); insert into witness values ('written')`)
console.log(pid)
setInterval(() => {}, 60_000)
