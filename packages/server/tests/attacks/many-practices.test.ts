import { randomUUID } from 'node:crypto'
import { ask } from '@rolecall/testbed/ask'
import { beforeAll, describe, expect, test } from 'vitest'
import { openPractice } from '../../src/access/open-practice.ts'
import { snapshotsKept } from '../../src/access/practice-snapshot.ts'
import type { Surroundings } from '../../src/commands/environment.ts'
import { run } from '../../src/commands/start.ts'
import { openInstallation } from '../../src/database/installation.ts'
import { withFolder } from '../with-folder.ts'
import { inPractice, withTables } from '../with-tables.ts'

const { database, url, adminUrl, superuserUrl } = await withTables()
const folder = withFolder()

/** Past row security, and quicker than one by one. */
async function addPractices(ids: readonly string[], members: number): Promise<void> {
  const practices = `unnest('{${ids.join()}}'::uuid[]) as practice (id)`
  await ask(
    superuserUrl,
    `insert into practice (id, name) select id, id::text from ${practices};
    insert into policy_epoch (practice_id) select id from ${practices};
    insert into practice_settings (practice_id) select id from ${practices};
    insert into patient_facts_count (practice_id) select id from ${practices};
    insert into member (practice_id, id, kind, status, has_account, is_owner)
    select practice.id, 'member' || number, 'practitioner', 'active', true, number = 1
    from ${practices}, generate_series(1, ${members}) as number`,
  )
}

describe('attack 19: the policies of many practices are kept', () => {
  test('those asked for least recently are forgotten, by how many members they have', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID())
    await addPractices(ids, 1000)
    const snapshots = []
    const open = (id: string) =>
      inPractice(database, id, async (transaction) => (await openPractice(transaction, id, 'look')).snapshot)
    for (const id of ids) snapshots.push(await open(id))
    expect(snapshotsKept()).toEqual({ practices: 30, members: 30_000 })
    // Asked for again, and so the last to be forgotten.
    const [first = '', eleventh = ''] = [ids[0], ids[10]]
    expect(await open(eleventh)).toBe(snapshots[10])
    expect(await open(first)).not.toBe(snapshots[0])
    expect(await open(eleventh)).toBe(snapshots[10])
    expect(snapshotsKept()).toEqual({ practices: 30, members: 30_000 })
  })
})

describe('attack 19: a server with ten thousand practices starts', () => {
  beforeAll(() =>
    addPractices(
      Array.from({ length: 10_000 }, () => randomUUID()),
      1,
    ),
  )

  test('it says where it is, and names the first of those that nobody can sign in to', async () => {
    const said: string[] = []
    const around = {
      out: (line: string) => said.push(line),
      err: () => {},
      // Sealing the log goes through the practices on its own.
      open: async () => ({
        ...(await openInstallation({ url, adminUrl, auditFolder: folder })),
        auditFolder: undefined,
      }),
      configuration: () => ({
        host: '127.0.0.1',
        site: { publicUrl: undefined, trustedProxies: [] },
        warnings: [],
      }),
      signing: () => ({ times: { idle: 900, total: 43_200 }, mail: undefined }),
      journal: { write: () => {} },
      untilStopped: async () => {},
    } as unknown as Surroundings
    expect(await run(['--port', '0'], around)).toBe(0)
    expect(said.at(-1)).toMatch(/^Rolecall is at http/)
    expect(said.filter((line) => line.includes('has no account'))).toHaveLength(20)
  })
})
