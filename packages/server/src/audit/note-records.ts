/**
 * Which entries are about a record, for who looks for those of one. An index beside the log and no part of it: it can
 * be made again from the entries.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { StoredEntry } from './stored-entry.ts'

/** An entry about so many records at most is noted by itself; of a longer one, its block. */
export const few = 5

/** Numbers of entries are shifted by so much to their block. */
export const blockBits = 14n

export async function noteRecords(
  transaction: Transaction,
  practiceId: string,
  entries: readonly Pick<StoredEntry, 'id' | 'records'>[],
): Promise<void> {
  const single: { readonly record: string; readonly id: string }[] = []
  const blocks = new Map<bigint, Set<string>>()
  for (const { id, records } of entries) {
    const elements = elementsOf(records ?? '{}')
    if (elements.length <= few) {
      for (const record of new Set(elements)) single.push({ record, id })
      continue
    }
    const block = BigInt(id) >> blockBits
    const known = blocks.get(block) ?? new Set()
    if (known.size === 0) blocks.set(block, known)
    for (const record of elements) known.add(record)
  }
  if (single.length > 0)
    await sql`insert into audit_record (practice_id, record_id, entry_id)
      select ${practiceId}::uuid, record, id
      from unnest(${single.map(({ record }) => record)}::text[], ${single.map(({ id }) => id)}::bigint[])
        as noted (record, id)`.execute(transaction)
  for (const [block, records] of blocks)
    await sql`insert into audit_record_block (practice_id, record_id, block)
      select ${practiceId}::uuid, record, ${String(block)}::bigint
      from unnest(${[...records].sort()}::text[]) as record on conflict do nothing`.execute(transaction)
}

/** The elements of a list of texts as PostgreSQL writes it, such as `{a,"b c","d\\"e"}`. */
function elementsOf(list: string): readonly string[] {
  if (list === '{}') return []
  if (!list.includes('"')) return list.slice(1, -1).split(',')
  return Array.from(list.matchAll(quotedOrPlain), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/gs, '$1'),
  )
}

const quotedOrPlain = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs
