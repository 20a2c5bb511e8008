import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { canary, checkCanary } from '../access/canary.ts'
import { insertEntries } from '../audit/log.ts'
import type { Database } from '../database/connect.ts'
import { expectedShape } from '../database/migrate.ts'
import { StartError } from '../database/start-error.ts'

/** Why requests cannot be answered now, as a sentence that names no place and no person. Undefined: they can. */
export type NotReady = string | undefined

/** How long an answer holds, in milliseconds: whoever asks often does not keep the database busy. */
const fresh = 500

/** A database that does not answer within this is not there. Milliseconds. */
const patience = 2000

/** Ask whether requests can be answered. Those who ask at the same time share one answer. */
export function readiness(database: Database): () => Promise<NotReady> {
  const shape = expectedShape()
  let last: { readonly at: number; readonly answer: Promise<NotReady> } | undefined
  return () => {
    const now = performance.now()
    if (last === undefined || now - last.at > fresh) last = { at: now, answer: whyNotReady(database, shape) }
    return last.answer
  }
}

const gone = 'the database does not answer at the moment'

async function whyNotReady(database: Database, shape: string): Promise<NotReady> {
  const checks = whatFails(database, shape).catch(() => gone)
  const deadline = new AbortController()
  const late = pause(patience, gone, { signal: deadline.signal, ref: false }).catch(() => gone)
  const answer = await Promise.race([checks, late])
  deadline.abort()
  return answer
}

async function whatFails(database: Database, shape: string): Promise<NotReady> {
  if ((await shapeOf(database)) !== shape)
    return 'the database has another shape than this program knows, start the program of the same version again'
  const kept = await checkCanary(database).then(
    () => true,
    (error: unknown) => {
      if (error instanceof StartError) return false
      throw error
    },
  )
  if (!kept) return 'the database does not keep practices apart, start again and read what it says'
  return (await takesTheLog(database))
    ? undefined
    : 'the log cannot be written, so nothing can be done or shown'
}

async function shapeOf({ anywhere }: Database): Promise<unknown> {
  const query = `select obj_description(to_regclass('migration'), 'pg_class') as shape`
  const { rows } = await anywhere.executeQuery(CompiledQuery.raw(query))
  return (rows as readonly { readonly shape: unknown }[])[0]?.shape
}

/** An entry of the practice nobody works in, and undone at once. */
async function takesTheLog(database: Database): Promise<boolean> {
  const entry = {
    practiceId: canary,
    requestId: randomUUID(),
    operation: 'ready',
    records: [],
    outcome: 'allowed',
    carriedBy: [],
  } as const
  try {
    await database.within(
      { practiceId: canary, mode: 'change' },
      (transaction) => insertEntries(transaction, [entry]),
      () => true,
    )
    return true
  } catch {
    return false
  }
}
