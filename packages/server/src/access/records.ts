/** What a person may read: rows, pages and counts that start from what their plan allows. */
import { toSql } from '@rolecall/core'
import type { Transaction } from '../database/connect.ts'
import { embed } from '../lists/embed.ts'
import { factsShown } from '../lists/facts-shown.ts'
import { readCount, readPage } from '../lists/list-planner.ts'
import {
  factsAmong,
  type RowsOf,
  type StoredKind,
  storedFacts,
  storedKinds,
} from '../lists/record-sources.ts'
import { busySlots } from './busy-slots.ts'
import type { Door, RequestContext } from './door.ts'
import { type Described, likelyDuplicates } from './likely-duplicate.ts'
import type { RequestLog } from './log.ts'
import { timeZoneOf } from './time-zone-of.ts'
import type { Who } from './who.ts'

export type Records = Pick<
  Door,
  'read' | 'page' | 'count' | 'factsShown' | 'knownAs' | 'missing' | 'find' | 'timeZone' | 'busy'
>

export function openRecords(
  transaction: Transaction,
  context: RequestContext,
  { who, log }: { readonly who: Who; readonly log: RequestLog },
): Records {
  const practiceId = context.practice.id
  const { plan } = who
  const reading = { transaction, practiceId, seen: context.facts }

  const read = <K extends StoredKind>(kind: K): RowsOf<K> => {
    const { rows, columns } = storedKinds[kind]
    return (rows(transaction, practiceId) as RowsOf<'patient'>).where(
      embed(toSql(plan(kind, 'view'), columns)),
    ) as RowsOf<K>
  }

  return {
    read,
    page: (kind, asked) => readPage(reading, kind, plan(kind, 'view'), asked),
    count: (kind, asked) => readCount(reading, kind, plan(kind, 'view'), asked),
    factsShown: (ids) => factsShown(transaction, context.facts ?? { practiceId }, ids),
    knownAs: (described) => knownAs(transaction, practiceId, who, described),
    missing: (table, ids) => missingIds(transaction, practiceId, table, ids),
    async find(kind, id) {
      const found = await factsAmong(read(kind), kind, id)
      if (found === undefined) log.notFound({ kind, id, act: 'view' })
      return found
    },
    timeZone: () => timeZoneOf(transaction, practiceId),
    busy: () => busySlots(transaction, practiceId, plan('appointment', 'view')),
  }
}

async function knownAs(
  transaction: Transaction,
  practiceId: string,
  { isInReach }: Who,
  described: Described,
): ReturnType<Door['knownAs']> {
  const ids = await likelyDuplicates(transaction, practiceId, described)
  for (const id of ids) {
    const record = await storedFacts(transaction, { practiceId, kind: 'patient', id, hold: false })
    if (record !== undefined && isInReach(record)) return record
  }
  return ids.length > 0 ? 'out-of-reach' : undefined
}

async function missingIds(
  transaction: Transaction,
  practiceId: string,
  table: 'tag' | 'location',
  ids: readonly string[],
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const rows = await transaction
    .selectFrom(table)
    .select('id')
    .where('practice_id', '=', practiceId)
    .where('id', 'in', ids)
    .execute()
  return ids.filter((one) => !rows.some(({ id }) => id === one))
}
