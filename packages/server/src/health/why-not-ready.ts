import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { insertEntries } from '../audit/log.ts'
import { unsealedPractices } from '../audit/unsealed-practices.ts'
import { canary, checkCanary } from '../database/canary.ts'
import type { Database } from '../database/connect.ts'
import { expectedShape } from '../database/migrate.ts'
import { StartError } from '../database/start-error.ts'

/** Sentences that name no place and no person: why requests cannot be answered now, or what needs an operator although they can. */
export type Readiness = { readonly notReady: string } | { readonly warnings: readonly string[] }

/** How long an answer holds, in milliseconds: whoever asks often does not keep the database busy. */
const fresh = 500

/** A database that does not answer within this is not there. Milliseconds. */
const patience = 2000

/** How old an entry gets at most before it is sealed, in milliseconds, unless sealing has stopped. */
const sealedWithin = 60_000

/** Ask whether requests can be answered. Those who ask at the same time share one answer. */
export function readiness(database: Database): () => Promise<Readiness> {
  const shape = expectedShape()
  let last: { readonly at: number; readonly answer: Promise<Readiness> } | undefined
  return () => {
    const now = performance.now()
    if (last === undefined || now - last.at > fresh) last = { at: now, answer: readinessOf(database, shape) }
    return last.answer
  }
}

const gone: Readiness = { notReady: 'the database does not answer at the moment' }

async function readinessOf(database: Database, shape: string): Promise<Readiness> {
  const checks = check(database, shape).catch(() => gone)
  const deadline = new AbortController()
  const late = pause(patience, gone, { signal: deadline.signal, ref: false }).catch(() => gone)
  const answer = await Promise.race([checks, late])
  deadline.abort()
  return answer
}

async function check(database: Database, shape: string): Promise<Readiness> {
  const notReady = await whatFails(database, shape)
  return notReady === undefined ? { warnings: await warningsOf(database) } : { notReady }
}

/** Care goes on while the log is not sealed: entries are written all the same, and are sealed once that is possible. */
async function warningsOf(database: Database): Promise<readonly string[]> {
  const unsealed = await unsealedPractices(database, sealedWithin)
  return unsealed.length === 0
    ? []
    : [
        'the activity log has not been sealed for more than a minute, so changes to its last entries would not be noticed; the output of the servers says what to do',
      ]
}

/** @returns undefined if requests can be answered */
async function whatFails(database: Database, shape: string): Promise<string | undefined> {
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
