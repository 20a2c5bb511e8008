import { randomUUID } from 'node:crypto'
import { withDatabase } from '@rolecall/testbed/postgres'
import { Client } from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { checkCanary } from '../src/database/canary.ts'
import { connect } from '../src/database/connect.ts'
import { openInstallation } from '../src/database/installation.ts'
import { newPractice } from '../src/policy/new-practice.ts'
import { withFolder } from './with-folder.ts'
import { inPractice } from './with-tables.ts'

const { url, adminUrl, superuserUrl } = await withDatabase()
const auditFolder = withFolder()

describe('with one role for everything', async () => {
  const installation = await openInstallation({ url: adminUrl, adminUrl, auditFolder })
  afterAll(() => installation.stop())
  const { database, warnings } = installation

  test('the start says that the role that serves owns the tables, and what to do', () => {
    expect(warnings).toEqual([
      'the role `rolecall_admin`, which serves requests, owns the tables: row security holds for it, but whoever takes over this program could lift it and change the log; give `DATABASE_URL` a role that owns nothing and `DATABASE_ADMIN_URL` this one',
    ])
  })

  test('row security holds', async () => {
    await checkCanary(database)
    const [one, other] = [await newPractice(database, 'one'), await newPractice(database, 'other')]
    const seen = await inPractice(database, one, (transaction) =>
      transaction.selectFrom('member').select('practice_id').execute(),
    )
    expect(new Set(seen.map(({ practice_id }) => practice_id))).toEqual(new Set([one]))
    await expect(
      inPractice(database, one, (transaction) =>
        transaction.insertInto('tag').values({ practice_id: other, id: 'x', label: 'x' }).execute(),
      ),
    ).rejects.toThrow('new row violates row-level security policy for table "tag"')
  })
})

describe('with two roles', async () => {
  const installation = await openInstallation({ url, adminUrl, auditFolder })
  afterAll(() => installation.stop())

  test('there is nothing to say', async () => {
    expect(installation.warnings).toEqual([])
    await checkCanary(installation.database)
  })
})

describe('the canary keeps from serving', () => {
  test('a superuser', async () => {
    await expect(checkWith(superuserUrl)).rejects.toThrow(
      'this role of the database reads every practice at once; name one in `DATABASE_URL` that is no superuser and does not bypass row security',
    )
  })

  test('a role that bypasses row security', async () => {
    const role = `above_${randomUUID().slice(0, 8)}`
    await asSuperuser(`create role ${role} login bypassrls in role rolecall_server`)
    await asSuperuser(`grant select on all tables in schema public to ${role}`)
    try {
      await expect(checkWith(url.replace('rolecall_server', role))).rejects.toThrow(
        'reads every practice at once',
      )
    } finally {
      await asSuperuser(`drop owned by ${role}; drop role ${role}`)
    }
  })

  test('a table without row security', async () => {
    await asSuperuser('alter table patient disable row level security')
    await expect(checkWith(url)).rejects.toThrow('reads every practice at once')
    await asSuperuser('alter table patient enable row level security')
    await checkWith(url)
  })

  test('a database without its canary', async () => {
    await asSuperuser(`delete from patient where id = 'canary'`)
    await expect(checkWith(url)).rejects.toThrow('the canary is not in the database')
  })
})

async function checkWith(serving: string): Promise<void> {
  const database = connect(serving)
  try {
    await checkCanary(database)
  } finally {
    await database.destroy()
  }
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new Client(superuserUrl)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
