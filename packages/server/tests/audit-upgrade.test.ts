import { randomUUID } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { withDatabase } from '@rolecall/testbed/postgres'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { listEntries } from '../src/audit/list-entries.ts'
import type { Filter } from '../src/audit/read-entries.ts'
import { connect } from '../src/database/connect.ts'
import { migrate } from '../src/database/migrate.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

const { url, adminUrl } = await withDatabase()
const database = connect(url)
afterAll(() => database.destroy())

/** The migrations that leave deeds of what is there unnoted. */
const before = withFolder()
cpSync(fileURLToPath(new URL('../migrations', import.meta.url)), before, { recursive: true })
for (const name of await readdir(before)) if (name >= '0092') rmSync(`${before}/${name}`)

test('what was sealed before deeds were noted is found by who did it and how it ended', async () => {
  await migrate(adminUrl, url, pathToFileURL(`${before}/`))
  const [one, other] = [randomUUID(), randomUUID()]
  for (const id of [one, other]) {
    await database.anywhere.insertInto('practice').values({ id, name: id }).execute()
    // As the program of that time wrote them.
    await inPractice(database, id, (transaction) =>
      sql`insert into audit_entry (practice_id, request_id, operation, member_id, kind, act, outcome) values
        (${id}, gen_random_uuid(), 'listPatients', 'ana', 'patient', 'view', 'allowed'),
        (${id}, gen_random_uuid(), 'listPatients', 'ana', 'patient', 'view', 'refused'),
        (${id}, gen_random_uuid(), 'signIn', null, null, null, 'allowed')`.execute(transaction),
    )
    const seal = await sealOf(id)
    await inPractice(database, id, (transaction) =>
      transaction.insertInto('audit_seal').values(seal).execute(),
    )
  }
  await migrate(adminUrl, url)
  for (const id of [one, other]) {
    expect(await found(id, { member: 'ana' })).toBe(2)
    expect(await found(id, { member: 'ana', outcome: 'refused' })).toBe(1)
    expect(await found(id, { operation: 'signIn' })).toBe(1)
    expect(await found(id, { member: 'bo' })).toBe(0)
  }
})

/** A seal of all there is, as far as finding something asks of it. */
async function sealOf(practice_id: string) {
  const entries = await inPractice(database, practice_id, (transaction) =>
    transaction.selectFrom('audit_entry').select('id').execute(),
  )
  const nothing = Buffer.alloc(0)
  return {
    practice_id,
    number: '1',
    entries: entries.map(({ id }) => id),
    digests: entries.map(() => nothing),
    previous: nothing,
    head: nothing,
    signature: nothing,
    cluster: '1',
    horizon: '1:1:',
  }
}

async function found(practiceId: string, filter: Filter): Promise<number> {
  const entries = await database.within({ practiceId, mode: 'look' }, (transaction) =>
    listEntries(transaction, practiceId, { filter, after: undefined, limit: 10 }),
  )
  return entries.length
}
