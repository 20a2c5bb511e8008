/**
 * Sealing what is new in the log of one practice. One process does it at a time. The seal is committed first, then its
 * head is added to the file outside; a process that ends in between leaves a head to add, and never a head too many.
 */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Transaction } from '../database/connect.ts'
import { type Accepted, readAccepted } from './accepted-truncations.ts'
import { hasHeads, makeKey, signingKey } from './audit-folder.ts'
import { addHeads, type Head, headLineOf, lastHead } from './heads.ts'
import { closeBlock, noteRecords } from './index-records.ts'
import { isSignedBy, noHead, type Seal, seal } from './seal.ts'
import { digestOf, type StoredEntry } from './stored-entry.ts'
import { headsAfter, horizonOf, insertSeal, lastSeal } from './stored-seals.ts'
import { clustersOf, type Place, unsealedEntries } from './unsealed-entries.ts'

export interface Sealing {
  readonly database: Database
  /** Where the key and the heads are. */
  readonly folder: string
  /** How heads are written to the folder. Undefined: to its files. */
  readonly writeHeads?: typeof addHeads
}

/**
 * `busy`: another process seals this practice, and may not see what was written since it began. `trouble`: nothing is
 * sealed until an operator acts, and the sentence says on what.
 */
export type Sealed = { readonly entries: number; readonly busy?: true } | { readonly trouble: string }

/** How many entries a link holds at most. */
const linkSize = 1000

/** Any number will do, as long as it is the same for all. */
const lock = 7_652_555

/** Seal what is new. Where another process does so at this moment, there is nothing left to do. */
export async function sealPractice(sealing: Sealing, practiceId: string): Promise<Sealed> {
  const { database, folder, writeHeads = addHeads } = sealing
  return database.within(
    {
      practiceId,
      // The lock goes with the end of the transaction, and only the end of a change is waited for.
      mode: 'change',
      // It deletes rows of `audit_unsealed`. Where that is lost in a crash they are found again, so no disk is waited for.
      opening: `select pg_try_advisory_xact_lock(${lock}, hashtext('${practiceId}')) as held,
        set_config('synchronous_commit', 'off', true)`,
    },
    async (holding, [row]): Promise<Sealed> => {
      if (row?.held !== true) return { entries: 0, busy: true }
      // Before the snapshot of what is sealed: the entries of each row are in it. Should this process end before the heads
      // are added, the rows are still there.
      await holding.deleteFrom('audit_unsealed').where('practice_id', '=', practiceId).execute()
      const outside = await lastHead(folder, practiceId)
      if (!(await hasUnsealed(holding, practiceId, outside))) return { entries: 0 }
      const key = (await signingKey(folder)) ?? (await firstKey(sealing))
      if (typeof key === 'string') return { trouble: key }
      // Waiting for long, the connection that holds the lock would be given up. It fails where that has happened.
      const stay = async () => void (await sql`select 1`.execute(holding))
      const accepted = await readAccepted(folder, practiceId, createPublicKey(key))
      const outcome = await database.within({ practiceId, mode: 'change' }, (transaction) =>
        chain({ transaction, practiceId, folder, key, outside, accepted, stay }),
      )
      // What was read may be of different times if the lock was lost.
      await stay()
      if ('trouble' in outcome) return outcome
      await writeHeads(folder, practiceId, outcome.heads)
      await stay()
      await closeBlocks(database, practiceId, stay)
      return { entries: outcome.entries }
    },
    (outcome) => 'trouble' in outcome,
  )
}

/** A few at a time, where many were left: the next time of sealing goes on. */
async function closeBlocks(database: Database, practiceId: string, stay: () => Promise<void>): Promise<void> {
  for (let closed = 0; closed < 4; closed++) {
    const more = await database.within({ practiceId, mode: 'change' }, (transaction) =>
      closeBlock(transaction, practiceId, stay),
    )
    if (!more) return
    await stay()
  }
}

async function hasUnsealed(
  transaction: Transaction,
  practiceId: string,
  outside: Head | 'none' | 'missing',
): Promise<boolean> {
  const { rows } = await sql<{ number: string | null; unsealed: boolean }>`with last as materialized (
      select number, cluster, horizon::pg_snapshot as horizon from audit_seal where practice_id = ${practiceId}::uuid
      order by number desc limit 1)
    select last.number, case when last.cluster = database_cluster() then
        exists (select from audit_entry where practice_id = ${practiceId}::uuid and cluster = last.cluster
          and xact >= pg_snapshot_xmax(last.horizon))
        or exists (select from pg_snapshot_xip(last.horizon) as late (xact)
          join audit_entry using (xact) where practice_id = ${practiceId}::uuid and cluster = last.cluster)
      else exists (select from audit_entry where practice_id = ${practiceId}::uuid) end as unsealed
    from (select 1) as one left join last on true`.execute(transaction)
  const [row] = rows
  if (row?.unsealed === true) return true
  if (row?.number === null || row?.number === undefined) return false
  // A head is missing where a process ended before it was added.
  return typeof outside === 'string' || outside.number !== Number(row.number)
}

/** The first key of an installation. Where something was sealed already it is gone, and a new one would hide that. */
async function firstKey({ database, folder }: Sealing): Promise<KeyObject | string> {
  const gone = `the key of the log is gone from \`${folder}\`, put the folder back from a backup; nothing is sealed until then`
  // It may have been made since it was looked for, with the first heads.
  if (await hasHeads(folder)) return (await signingKey(folder)) ?? gone
  for (const { id } of await practicesIn(database)) {
    const sealed = await database.within({ practiceId: id, mode: 'look' }, (look) => lastSeal(look, id))
    if (sealed !== undefined) return (await signingKey(folder)) ?? gone
  }
  return makeKey(folder)
}

export async function practicesIn(
  database: Database,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return database.anywhere
    .selectFrom('practice')
    .select(['id', 'name'])
    .orderBy('name')
    .orderBy('id')
    .execute()
}

interface Chaining {
  readonly transaction: Transaction
  readonly practiceId: string
  readonly folder: string
  readonly key: KeyObject
  readonly outside: Head | 'none' | 'missing'
  readonly accepted: readonly Accepted[]
  readonly stay: () => Promise<void>
}

/** Add links for all that can be seen now. What comes out is the heads that are to be added outside. */
async function chain(
  chaining: Chaining,
): Promise<{ readonly trouble: string } | { readonly entries: number; readonly heads: readonly Head[] }> {
  const { transaction, practiceId, folder, key, outside, stay } = chaining
  const now = await instantOf(transaction)
  const before = await lastSeal(transaction, practiceId)
  const kept = await headsToAdd(chaining, before)
  if ('trouble' in kept) return kept
  // Before the first seal is committed, so that a file that is missing afterwards was taken away.
  if (outside === 'missing') await addHeads(folder, practiceId, [])
  const heads = [...kept.heads]
  let last: Followed | undefined = kept.follow ?? before
  let entries = 0
  for (const cluster of await clustersToSeal(chaining, before, now.cluster)) {
    const sealed = await horizonOf(transaction, practiceId, cluster)
    const visible = cluster === now.cluster ? now.snapshot : undefined
    const horizon = visible ?? (await everythingOf(transaction, practiceId, cluster))
    let after: Place | undefined
    for (;;) {
      const page = await unsealedEntries(
        transaction,
        { practiceId, cluster, horizon: sealed, visible },
        { after, limit: linkSize },
      )
      after = page.at(-1)
      if (after === undefined) break
      const link = seal(linkOf(page, { practiceId, last, cluster, horizon, sealedAt: now.at }), key)
      await insertSeal(transaction, link)
      await noteRecords(transaction, practiceId, page)
      heads.push(headLineOf(link))
      last = link
      entries += page.length
      if (page.length < linkSize) break
      await stay()
    }
  }
  return { entries, heads }
}

/** What the next link follows: the last one, also where it is missing and that was accepted. */
type Followed = Pick<Seal, 'number' | 'head'>

function linkOf(
  page: readonly StoredEntry[],
  {
    last,
    ...more
  }: { last: Followed | undefined; practiceId: string; cluster: string; horizon: string; sealedAt: string },
) {
  return {
    ...more,
    number: (last?.number ?? 0) + 1,
    previous: last?.head ?? noHead,
    entries: page.map(({ id }) => id),
    digests: page.map(digestOf),
  }
}

/** All of one statement, so that the snapshot is the one that its instant was read in. */
async function instantOf(transaction: Transaction) {
  const { rows } = await sql<{ snapshot: string; cluster: string; at: string }>`
    select pg_current_snapshot()::text as snapshot, database_cluster()::text as cluster,
      (extract(epoch from clock_timestamp()) * 1000000)::bigint::text as at`.execute(transaction)
  const [row] = rows
  if (row === undefined) throw new Error('the database did not say what time it is')
  return row
}

/**
 * After the database moved into another cluster, whose transactions have numbers of their own, first what the ones
 * before left. They write no more, so everything of theirs is there.
 */
async function clustersToSeal(
  { transaction, practiceId }: Chaining,
  last: Seal | undefined,
  current: string,
): Promise<readonly string[]> {
  if (last?.cluster === current) return [current]
  const all = await clustersOf(transaction, practiceId)
  return [...all.filter((cluster) => cluster !== current), current]
}

/** The horizon that holds all a cluster wrote. */
async function everythingOf(transaction: Transaction, practiceId: string, cluster: string): Promise<string> {
  const { rows } = await sql<{ after: string }>`
    select (max(xact)::text::bigint + 1)::text as after from audit_entry
    where practice_id = ${practiceId}::uuid and cluster = ${cluster}::bigint`.execute(transaction)
  const after = rows[0]?.after ?? '1'
  return `${after}:${after}:`
}

interface Kept {
  readonly heads: readonly Head[]
  /** Where the end that is missing was accepted: what to follow instead of the last seal. */
  readonly follow?: Followed
}

/** The heads that a process which ended too early left to add, or what the file and the database disagree about. */
async function headsToAdd(
  { transaction, practiceId, folder, key, outside, accepted }: Chaining,
  last: Seal | undefined,
): Promise<{ readonly trouble: string } | Kept> {
  const stop = 'nothing is sealed until that is settled, `rolecall audit verify` says more'
  if (outside === 'missing' && last !== undefined)
    return {
      trouble: `the heads of the log are gone from \`${folder}\`, put the folder back from a backup; nothing is sealed until then`,
    }
  if (last !== undefined && !isSignedBy(createPublicKey(key), last.head, last.signature))
    return { trouble: `the log was sealed with another key than the one in \`${folder}\`: ${stop}` }
  const number = typeof outside === 'string' ? 0 : outside.number
  const gap = accepted.findLast(
    ({ to, last: head }) => typeof outside !== 'string' && to === number && head === outside.head,
  )
  if (number > (last?.number ?? 0)) {
    if (gap !== undefined && isBehind(gap, last))
      return { heads: [], follow: { number: gap.to, head: Buffer.from(gap.last, 'hex') } }
    return {
      trouble: `${last === undefined ? 'all' : 'the last'} seals of the log are gone from the database: ${stop}`,
    }
  }
  if (last === undefined) return { heads: [] }
  const missing = await headsBehind({ transaction, practiceId, outside, gap })
  if (missing === undefined) return { trouble: `the seals of the log are not those that were made: ${stop}` }
  // They are added after each time of sealing, so no more than one time can be missing.
  if (missing.some(({ at }) => at !== last.sealedAt))
    return { trouble: `the file of heads in \`${folder}\` was cut: ${stop}` }
  return { heads: missing }
}

function isBehind({ from, behind }: Accepted, last: Seal | undefined): boolean {
  return from === (last?.number ?? 0) + 1 && behind === (last?.head ?? noHead).toString('hex')
}

/** The heads of the seals behind the last one outside; undefined where that one is another than here. */
async function headsBehind({
  transaction,
  practiceId,
  outside,
  gap,
}: Pick<Chaining, 'transaction' | 'practiceId' | 'outside'> & {
  readonly gap: Accepted | undefined
}): Promise<readonly Head[] | undefined> {
  if (typeof outside === 'string') return headsAfter(transaction, practiceId, 0)
  const [known, ...behind] = await headsAfter(transaction, practiceId, outside.number - 1)
  if (known?.head === outside.head) return behind
  // The last one outside is missing here, and that was accepted.
  return gap !== undefined && known?.number !== outside.number
    ? headsAfter(transaction, practiceId, gap.to)
    : undefined
}
