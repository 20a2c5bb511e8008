/**
 * `npm run bench -- idle`: what sealing the log costs three servers that nobody uses, with few and with many practices, and
 * how long an entry waits for its seal under writes to all of them.
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { auditLog } from 'rolecall/src/audit/log.ts'
import { type Sealer, startSealer } from 'rolecall/src/audit/sealer.ts'
import { unsealedPractices } from 'rolecall/src/audit/unsealed-practices.ts'
import { connect, type Database } from 'rolecall/src/database/connect.ts'
import { startEmbeddedPostgres } from 'rolecall/src/database/embedded-postgres.ts'
import { migrate } from 'rolecall/src/database/migrate.ts'
import { withFolder } from '../serving/folder.ts'
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { table } from '../serving/table.ts'

interface Size {
  readonly practices: number
  /** Transactions a second of the whole database while nothing is asked, by three nodes. */
  readonly idle: number
  /** Entries written one by one, each in a practice chosen at random. */
  readonly entries: number
  readonly entriesASecond: number
  /** From the entry to the time of its seal. Milliseconds. */
  readonly toSeal: { readonly middle: number; readonly slowest: number }
}

interface IdleResult {
  readonly machine: MachineNow
  readonly nodes: number
  readonly sizes: readonly Size[]
}

const nodeCount = 3

export async function idle({ quick }: { readonly quick: boolean }): Promise<void> {
  const sizes: Size[] = []
  for (const practices of quick ? [20, 60] : [20, 2000]) sizes.push(await measured(practices, quick))
  const result: IdleResult = { machine: machineNow(), nodes: nodeCount, sizes }
  writeResult('idle', result, report(result), quick)
}

function measured(practices: number, quick: boolean): Promise<Size> {
  return withFolder(async (folder) => {
    const postgres = await startEmbeddedPostgres(folder, 'rolecall bench')
    const { url, adminUrl } = postgres
    await migrate(adminUrl, url)
    const nodes = Array.from({ length: nodeCount }, () => connect(url))
    const [first] = nodes
    if (first === undefined) throw new Error('there is no node')
    const sealers = nodes.map((database) =>
      startSealer({ database, folder: join(folder, 'audit'), report: console.error }),
    )
    try {
      const ids = Array.from({ length: practices }, () => randomUUID())
      await first.anywhere
        .insertInto('practice')
        .values(ids.map((id) => ({ id, name: id })))
        .execute()
      await write(nodes, ids, 0)
      await allSealed(first)
      const transactions = await transactionsASecond(first, quick ? 1 : 5)
      const begun = await now(first)
      const chosen = Array.from(
        { length: quick ? 100 : 3000 },
        () => ids[Math.trunc(Math.random() * practices)] ?? '',
      )
      const started = performance.now()
      await write(nodes, chosen, 16)
      const seconds = (performance.now() - started) / 1000
      await allSealed(first)
      const waited = await waitedSince(first, ids, begun)
      return {
        practices,
        idle: transactions,
        entries: waited.length,
        entriesASecond: chosen.length / seconds,
        toSeal: { middle: waited[waited.length >> 1] ?? Number.NaN, slowest: waited.at(-1) ?? Number.NaN },
      }
    } finally {
      await stop(sealers, nodes)
      await postgres.stop()
    }
  })
}

async function stop(sealers: readonly Sealer[], nodes: readonly Database[]): Promise<void> {
  for (const sealer of sealers) await sealer.stop()
  for (const node of nodes) await node.destroy()
}

/** One entry in each of the practices, by the nodes in turn, `breath` milliseconds between two of a writer. */
async function write(
  nodes: readonly Database[],
  practices: readonly string[],
  breath: number,
): Promise<void> {
  const logs = nodes.map(auditLog)
  const waiting = [...practices]
  const writer = async (number: number) => {
    const log = logs[number % logs.length]
    for (let id = waiting.pop(); id !== undefined && log !== undefined; id = waiting.pop()) {
      await log.append({
        practiceId: id,
        requestId: randomUUID(),
        operation: 'listPatients',
        kind: 'patient',
        act: 'view',
        records: [],
        outcome: 'allowed',
        carriedBy: [],
      })
      if (breath > 0) await pause(breath)
    }
  }
  await Promise.all(Array.from({ length: 6 }, (_, number) => writer(number)))
}

async function allSealed(database: Database): Promise<void> {
  while ((await unsealedPractices(database, 0)).length > 0) await pause(250)
}

/**
 * In the quietest of some stretches of ten seconds: in others autovacuum works on what was written before. PostgreSQL
 * counts the transactions of a connection that is idle after ten seconds at the latest.
 */
async function transactionsASecond(database: Database, stretches: number): Promise<number> {
  const rates: number[] = []
  await pause(11_000)
  for (let stretch = 0; stretch < stretches; stretch++) {
    const [begun, before] = [performance.now(), await transactions(database)]
    await pause(10_000)
    rates.push((((await transactions(database)) - before) / (performance.now() - begun)) * 1000)
  }
  return Math.min(...rates)
}

async function transactions({ anywhere }: Database): Promise<number> {
  const { rows } = await sql<{
    count: string
  }>`select xact_commit + xact_rollback as count from pg_stat_database
    where datname = current_database()`.execute(anywhere)
  return Number(rows[0]?.count)
}

async function now({ anywhere }: Database): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(anywhere)
  return rows[0]?.now ?? ''
}

/** How long each entry since an instant waited, in order. */
async function waitedSince(
  database: Database,
  ids: readonly string[],
  since: string,
): Promise<readonly number[]> {
  const all: number[] = []
  for (const practiceId of ids) {
    const rows = await database.within({ practiceId, mode: 'look' }, async (look) => {
      const found = await sql<{ ms: number }>`
        select extract(epoch from seal.sealed_at - entry.at)::float8 * 1000 as ms from audit_seal as seal
          cross join unnest(seal.entries) as sealed (id)
          join audit_entry as entry on entry.practice_id = ${practiceId}::uuid and entry.id = sealed.id
        where seal.practice_id = ${practiceId}::uuid and entry.at > ${since}::timestamptz`.execute(look)
      return found.rows
    })
    all.push(...rows.map(({ ms }) => ms))
  }
  return all.sort((one, other) => one - other)
}

function report({ machine, nodes, sizes }: IdleResult): string {
  const [small, large] = sizes
  const ratio = (large?.idle ?? Number.NaN) / (small?.idle ?? Number.NaN)
  return [
    '# Idle servers, and the time to a seal',
    machine.sentence,
    `${nodes} nodes seal the log of one database. Idle: every practice has a log, and nothing is asked; all transactions of the database are counted, in the quietest of five stretches of ten seconds (in others autovacuum still works on what was written). Then entries are written one by one, each in a practice chosen at random.`,
    table(
      [
        'practices',
        'idle transactions a second',
        'entries',
        'written a second',
        'entry to seal, middle ms',
        'slowest ms',
      ],
      sizes.map(({ practices, idle, entries, entriesASecond, toSeal }) => [
        `${practices}`,
        idle.toFixed(1),
        `${entries}`,
        entriesASecond.toFixed(0),
        toSeal.middle.toFixed(0),
        toSeal.slowest.toFixed(0),
      ]),
    ),
    `With ${large?.practices} practices an idle second costs ${ratio.toFixed(2)} times what it costs with ${small?.practices}.`,
    '',
  ].join('\n\n')
}
