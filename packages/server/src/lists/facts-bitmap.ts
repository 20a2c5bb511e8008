/**
 * Which facts of patients a condition allows, by their number. Facts rows are never changed and only added to, so what
 * was found once stays right within one history of them: across epochs, as the condition itself is the key, and from one transaction to the next,
 * as only those that were added since are asked about.
 */
import { type Columns, type Condition, conditionSql } from '@rolecall/core'
import { sql } from 'kysely'
import type { Transaction } from '../database/connect.ts'
import { embed } from './embed.ts'
import type { FactsSeen } from './facts-history.ts'

export interface FactsSet {
  /** All facts up to this number were asked about. */
  readonly last: number
  /** How many of them are allowed. */
  readonly size: number
  /** A bit for each number, as PostgreSQL's `get_bit` counts them. */
  readonly bits: Buffer
}

/** With more than this, conditions are asked of each row instead. */
export const maxFacts = 100_000

/** How many conditions are kept, the least recently asked go first. */
const cacheSize = 5_000

const kept = new Map<string, FactsSet>()

const columns: Columns = {
  id: 'facts.id::text',
  patient: {
    // Every row of facts is somebody's.
    id: 'facts.id::text',
    careTeam: 'facts.care_team',
    tags: 'facts.tags',
    locations: 'facts.locations',
    restrictedTo: 'facts.restricted_to',
    clinicalTo: 'facts.clinical_to',
    createdBy: 'facts.created_by',
    consentWithdrawn: 'facts.consent_withdrawn',
  },
}

/** The facts that meet a condition which asks of nothing but facts. */
export async function factsMeeting(
  transaction: Transaction,
  facts: FactsSeen,
  condition: Condition,
): Promise<FactsSet> {
  const key = `${facts.history} ${textOf(condition)}`
  const before = kept.get(key) ?? none
  const set = before.last >= facts.last ? before : await extended(transaction, facts, condition, before)
  kept.delete(key)
  kept.set(key, set)
  const [oldest] = kept.keys()
  if (kept.size > cacheSize && oldest !== undefined) kept.delete(oldest)
  return set
}

/** Conditions of plans are kept with their plans, and asked again and again. */
const texts = new WeakMap<Condition, string>()

function textOf(condition: Condition): string {
  const before = texts.get(condition)
  if (before !== undefined) return before
  const text = JSON.stringify(condition)
  texts.set(condition, text)
  return text
}

const none: FactsSet = { last: 0, size: 0, bits: Buffer.alloc(1) }

async function extended(
  transaction: Transaction,
  { practiceId, last }: FactsSeen,
  condition: Condition,
  before: FactsSet,
): Promise<FactsSet> {
  const { ids } = await transaction
    .selectFrom('patient_facts as facts')
    .select(sql<string[]>`coalesce(array_agg(facts.id), '{}')`.as('ids'))
    .where('facts.practice_id', '=', practiceId)
    .where('facts.id', '>', String(before.last))
    .where('facts.id', '<=', String(last))
    .where(embed(conditionSql(condition, columns)))
    .executeTakeFirstOrThrow()
  const bits = Buffer.alloc((last >> 3) + 1)
  before.bits.copy(bits)
  for (const id of ids) setBit(bits, Number(id))
  return { last, size: before.size + ids.length, bits }
}

function setBit(bits: Buffer, id: number): void {
  bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7))
}

function has({ bits }: FactsSet, id: number): boolean {
  return ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0
}

const lists = new WeakMap<FactsSet, string>()
const listsOutside = new WeakMap<FactsSet, string>()

/** The numbers that are allowed, as PostgreSQL writes an array. */
export function arrayOf(set: FactsSet): string {
  const before = lists.get(set)
  if (before !== undefined) return before
  const list = `{${idsIn(set).join()}}`
  lists.set(set, list)
  return list
}

/** Those that were asked about and are not. */
export function arrayOutside(set: FactsSet): string {
  const before = listsOutside.get(set)
  if (before !== undefined) return before
  const list = `{${idsOutside(set).join()}}`
  listsOutside.set(set, list)
  return list
}

function idsIn(set: FactsSet): readonly number[] {
  const ids: number[] = []
  for (const [place, byte] of set.bits.entries())
    for (let rest = byte, bit = 0; rest !== 0; rest >>= 1, bit++) if (rest & 1) ids.push(place * 8 + bit)
  return ids
}

function idsOutside(set: FactsSet): readonly number[] {
  const ids: number[] = []
  for (let id = 1; id <= set.last; id++) if (!has(set, id)) ids.push(id)
  return ids
}

/** In both, or in either, as far as both were asked about. The same of the same is found once. */
export function combined(how: 'all' | 'any', one: FactsSet, other: FactsSet): FactsSet {
  const known = together[how].get(one) ?? new WeakMap<FactsSet, FactsSet>()
  together[how].set(one, known)
  const before = known.get(other)
  if (before !== undefined) return before
  const set = merged(how, one, other)
  known.set(other, set)
  return set
}

const together = {
  all: new WeakMap<FactsSet, WeakMap<FactsSet, FactsSet>>(),
  any: new WeakMap<FactsSet, WeakMap<FactsSet, FactsSet>>(),
}

function merged(how: 'all' | 'any', one: FactsSet, other: FactsSet): FactsSet {
  const last = Math.min(one.last, other.last)
  const bits = Buffer.alloc((last >> 3) + 1)
  let size = 0
  for (let id = 1; id <= last; id++)
    if (how === 'all' ? has(one, id) && has(other, id) : has(one, id) || has(other, id)) {
      setBit(bits, id)
      size++
    }
  return { last, size, bits }
}
