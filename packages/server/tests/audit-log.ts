import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDatabase } from '@rolecall/testbed/postgres'
import { Client } from 'pg'
import { afterAll, inject } from 'vitest'
import type { AuditEntry } from '../src/audit/entry.ts'
import { insertEntries } from '../src/audit/log.ts'
import { type Sealed, sealPractice } from '../src/audit/seal-practice.ts'
import { verifyPractice } from '../src/audit/verify-practice.ts'
import { connect } from '../src/database/connect.ts'
import type {} from './migrated.setup.ts'

/** A database with a log and the folder beside it, and the superuser, who may do anything to the one and not to the other. */
export async function withLog() {
  const { url, adminUrl, superuserUrl } = await withDatabase(inject('migrated'))
  const database = connect(url)
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-log-'))
  afterAll(async () => {
    await database.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  const superuser = new Client(superuserUrl)
  await superuser.connect()
  afterAll(() => superuser.end())
  const sealing = { database, folder }

  return {
    database,
    url,
    adminUrl,
    superuserUrl,
    folder,
    sealing,
    /** A practice with nothing in it. */
    async newPractice(name = 'Green Street'): Promise<string> {
      const id = randomUUID()
      await database.anywhere.insertInto('practice').values({ id, name }).execute()
      return id
    },
    /** Write so many entries, each in a transaction of its own, sealed a few at a time. */
    async written(practiceId: string, count: number, together = 5): Promise<readonly Sealed[]> {
      const outcomes: Sealed[] = []
      for (let number = 1; number <= count; number++) {
        await database.within({ practiceId, mode: 'change' }, (transaction) =>
          insertEntries(transaction, [entryOf(practiceId, { records: [`patient-${number}`] })]),
        )
        if (number % together === 0) outcomes.push(await sealPractice(sealing, practiceId))
      }
      outcomes.push(await sealPractice(sealing, practiceId))
      return outcomes
    },
    seal: (practiceId: string) => sealPractice(sealing, practiceId),
    verify: (practiceId: string) => verifyPractice(sealing, practiceId),
    /** As somebody who rules the database. */
    async asSuperuser(query: string, values: unknown[] = []) {
      return (await superuser.query(query, values)).rows
    },
    /** The numbers of a practice's entries, in order. */
    async idsOf(practiceId: string): Promise<readonly string[]> {
      const { rows } = await superuser.query<{ id: string }>(
        'select id from audit_entry where practice_id = $1 order by id',
        [practiceId],
      )
      return rows.map(({ id }) => id)
    },
  }
}

export function entryOf(practiceId: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    practiceId,
    requestId: randomUUID(),
    operation: 'listPatients',
    memberId: 'vera',
    actingFor: 'chen',
    kind: 'patient',
    act: 'view',
    records: ['patient-1'],
    outcome: 'allowed',
    carriedBy: ['vera/office-staff'],
    ...more,
  }
}
