/**
 * Which stretches of the log name a record, for who looks for the entries of one: blocks of 1,024 numbers of entries.
 * An index beside the log and no part of it: it can be made again from the entries.
 */
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import type { StoredEntry } from './stored-entry.ts'

/** Numbers of entries are shifted by so much to their block. */
export const blockBits = 10

export async function noteRecords(
  transaction: Transaction,
  practiceId: string,
  entries: readonly Pick<StoredEntry, 'id' | 'records'>[],
): Promise<void> {
  const blocks = new Map<string, Set<string>>()
  for (const { id, records } of entries) {
    const block = String(BigInt(id) >> BigInt(blockBits))
    const known = blocks.get(block) ?? new Set()
    if (known.size === 0) blocks.set(block, known)
    for (const record of elementsOf(records ?? '{}')) known.add(record)
  }
  for (const [block, records] of blocks)
    await sql`insert into audit_record (practice_id, record_id, block)
      select ${practiceId}::uuid, record, ${block}::bigint from unnest(${[...records].sort()}::text[]) as record
      on conflict do nothing`.execute(transaction)
}

/** The elements of a list of texts as PostgreSQL writes it, such as `{a,"b c","d\\"e"}`. */
export function elementsOf(list: string): readonly string[] {
  if (list === '{}') return []
  if (!list.includes('"')) return list.slice(1, -1).split(',')
  return Array.from(list.matchAll(quotedOrPlain), ([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replaceAll(/\\(.)/gs, '$1'),
  )
}

const quotedOrPlain = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs
