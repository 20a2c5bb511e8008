import { afterAll, describe, expect, test } from 'vitest'
import { lastHead } from '../../src/audit/heads.ts'
import { insertEntries } from '../../src/audit/log.ts'
import { sealPractice } from '../../src/audit/seal-practice.ts'
import { startSealer } from '../../src/audit/sealer.ts'
import { unsealedPractices } from '../../src/audit/unsealed-practices.ts'
import { canary } from '../../src/database/canary.ts'
import { connect, type Database } from '../../src/database/connect.ts'
import { entryOf, withLog } from '../audit-log.ts'

const { asSuperuser, database, folder, newPractice, sealing, url, verify } = await withLog()

/** Another process on the same database. */
function otherNode(): Database {
  const other = connect(url)
  afterAll(() => other.destroy())
  return other
}

function write(node: Database, practiceId: string, count = 1): Promise<void> {
  const entries = Array.from({ length: count }, () => entryOf(practiceId))
  return node.within({ practiceId, mode: 'change' }, (transaction) => insertEntries(transaction, entries))
}

const sealedAll = async (practice: string) => {
  const verified = await verify(practice)
  return verified.state === 'sound' && verified.waiting === 0 ? verified.entries : undefined
}

describe('attack 18: the cost of sealing grows with what is written, not with practices', () => {
  test('an idle server asks nothing of any practice, however many have a log', async () => {
    const practices = await Promise.all(Array.from({ length: 60 }, () => newPractice()))
    await Promise.all(practices.map((practice) => write(database, practice)))
    const asked: string[] = []
    const watched: Database = {
      ...otherNode(),
      within: (where, ...work) => {
        asked.push(where.practiceId)
        return database.within(where, ...work)
      },
    }
    // What another node wrote is sealed once, with the first key of the folder.
    const reports: string[] = []
    const sealer = startSealer({
      ...sealing,
      database: watched,
      report: (line) => reports.push(line),
      every: 10,
    })
    await expect.poll(() => unsealedPractices(database, 0)).toEqual([])
    await expect.poll(() => asked.slice(-4)).toEqual([canary, canary, canary, canary])
    await sealer.stop()
    expect(reports).toEqual([])
  })

  test('entries of a node that died are sealed by another node', async () => {
    const practice = await newPractice()
    const sealer = startSealer({ ...sealing, report: () => {}, every: 10 })
    await write(otherNode(), practice, 3)
    await expect.poll(() => sealedAll(practice)).toBe(3)
    await sealer.stop()
  })

  test('the head of a node that died before it wrote the head is added by another node', async () => {
    const practice = await newPractice()
    await write(database, practice)
    const dying = { ...sealing, writeHeads: () => Promise.reject(new Error('killed')) }
    await expect(sealPractice(dying, practice)).rejects.toThrow('killed')
    expect(await lastHead(folder, practice)).toBe('none')
    const sealer = startSealer({ ...sealing, report: () => {}, every: 10 })
    await expect.poll(() => lastHead(folder, practice)).toMatchObject({ number: 1 })
    await sealer.stop()
    expect(await sealedAll(practice)).toBe(1)
  })

  test('entries of a transaction that ends in a rollback are not waited for', async () => {
    const practice = await newPractice()
    const before = new Set(database.written)
    await database.within(
      { practiceId: practice, mode: 'change' },
      (transaction) => insertEntries(transaction, [entryOf(practice)]),
      () => true,
    )
    expect(new Set(database.written)).toEqual(before)
    expect(await asSuperuser('select from audit_unsealed where practice_id = $1', [practice])).toEqual([])
  })

  test('a practice that cannot be sealed keeps no other practice from being sealed', async () => {
    const [spoilt, other] = [await newPractice('Spoilt'), await newPractice()]
    await write(database, spoilt)
    await sealPractice(sealing, spoilt)
    await asSuperuser('delete from audit_seal where practice_id = $1', [spoilt])
    const reports: string[] = []
    const sealer = startSealer({ database, folder, report: (line) => reports.push(line), every: 10 })
    await write(database, spoilt)
    await write(database, other)
    await expect.poll(() => sealedAll(other)).toBe(1)
    await sealer.stop()
    expect(reports).toEqual([expect.stringContaining('Spoilt: all seals of the log are gone')])
    expect(await unsealedPractices(database, 0)).toEqual([spoilt])
  })
})
