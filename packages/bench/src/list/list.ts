/**
 * `npm run bench -- list`: pages, searches and counts through the door, beside the best SQL by hand for the same
 * question, as the same role, on the same tables, in turns. `--full` adds a practice of a million.
 */
import { randomUUID } from 'node:crypto'
import { allows, type Instant, practiceCatalog, type Snapshot, snapshotOf } from '@rolecall/core'
import { startCluster } from '@rolecall/testbed/cluster'
import { CompiledQuery } from 'kysely'
import { Client } from 'pg'
import { type Door, openDoor } from 'rolecall/src/access/door.ts'
import { connect, type Database, type Transaction } from 'rolecall/src/database/connect.ts'
import { migrate } from 'rolecall/src/database/migrate.ts'
import { factsSeen } from 'rolecall/src/lists/facts-history.ts'
import type { Cursor } from 'rolecall/src/lists/list-sql.ts'
import { storedFacts } from 'rolecall/src/lists/record-sources.ts'
import { addPractice } from 'rolecall/src/policy/new-practice.ts'
import { machineNow, writeResult } from '../serving/result.ts'
import { noteCounts, notePages, patientCounts, patientPages } from './by-hand.ts'
import { type Contestant, inTurns } from './in-turns.ts'
import { loadWorld } from './load-world.ts'
import { type Person, people, policy } from './people.ts'
import { type Cell, report } from './report.ts'

/** As many as the interface gives where it is not told. */
const limit = 100

interface World {
  readonly database: Database
  readonly superuser: Client
  readonly practiceId: string
  readonly snapshot: Snapshot
  readonly size: number
  readonly facts: number
  readonly at: Instant
}

export async function list({
  quick,
  full,
}: {
  readonly quick: boolean
  readonly full: boolean
}): Promise<void> {
  const sizes = quick ? [1_000] : [1_000, 10_000, 100_000, ...(full ? [1_000_000] : [])]
  const cluster = await startCluster()
  const cells: Cell[] = []
  try {
    for (const size of sizes) {
      const world = await makeWorld(cluster.superuserUrl, size)
      try {
        // As on a server that has been running for a while: what is asked often is compiled by then.
        if (size === sizes[0] && !quick) for (const person of people) await cellsOf(world, person, true)
        for (const person of people) cells.push(...(await cellsOf(world, person, quick)))
      } finally {
        await world.database.destroy()
        await world.superuser.end()
      }
    }
  } finally {
    await cluster.stop()
  }
  const machine = machineNow()
  writeResult('list', { ...machine, limit, cells }, report(machine, limit, cells), quick)
}

/** A database of its own for each size, so that no other practice stands between its rows. */
async function makeWorld(clusterUrl: string, size: number): Promise<World> {
  const name = `list_${size}`
  const urlOf = (role: string) =>
    clusterUrl.replace('//postgres@', `//${role}@`).replace('/postgres?', `/${name}?`)
  const first = new Client(clusterUrl)
  await first.connect()
  await first.query(`create database ${name} owner rolecall_admin`)
  await first.end()
  await migrate(urlOf('rolecall_admin'), urlOf('rolecall_server'))
  const database = connect(urlOf('rolecall_server'), { connections: 1 })
  const practiceId = randomUUID()
  await database.within({ practiceId, mode: 'change' }, (transaction) =>
    addPractice(transaction, practiceId, name, policy()),
  )
  const superuser = new Client(urlOf('postgres'))
  superuser.on('error', () => {})
  await superuser.connect()
  const started = performance.now()
  await loadWorld(superuser, practiceId, size)
  const { rows } = await superuser.query(
    `select count(*)::int as facts,
    extract(epoch from clock_timestamp())::float8 * 1000 as at from patient_facts where practice_id = $1`,
    [practiceId],
  )
  const { facts, at } = rows[0]
  console.error(
    `${size} patients with ${facts} facts, put there in ${Math.round(performance.now() - started)} ms`,
  )
  return { database, superuser, practiceId, snapshot: snapshotOf(practiceCatalog, policy()), size, facts, at }
}

/** As a request has it: session and policy are not measured here, they are the same for any way to read. */
function looking<T>(
  { database, practiceId, snapshot, at }: World,
  person: Person,
  work: (door: Door, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const member = snapshot.members.get(person.id)
  if (member === undefined) throw new Error(`there is no \`${person.id}\``)
  const opening = `select id, stamp from patient_facts where practice_id = '${practiceId}' order by id desc limit 1`
  return database.within({ practiceId, mode: 'look', opening }, async (transaction, [row]) => {
    const practice = { id: practiceId, name: '' }
    const facts = await factsSeen(transaction, practiceId, {
      last: Number(row?.id ?? 0),
      stamp: row && String(row.stamp),
    })
    return work(
      openDoor(transaction, { practice, snapshot, member, actingFor: undefined, at, facts }),
      transaction,
    )
  })
}

const searches = ['mar', 'martens a', 'm']

async function cellsOf(world: World, person: Person, quick: boolean): Promise<readonly Cell[]> {
  const { practiceId, size } = world
  if (size === 1_000) await checkAgainstCore(world, person)
  const cells: Cell[] = []
  const measure = async (
    what: string,
    door: Contestant['ask'],
    byHand: readonly HandWay[],
    expected: Answer,
  ) => {
    const hands = byHand.map(
      ({ name, text, values }): Contestant => ({
        name,
        ask: async (_, transaction) => {
          const { rows } = await transaction.executeQuery<Row>(CompiledQuery.raw(text, [...values]))
          return answerOf(rows)
        },
      }),
    )
    const times = await inTurns(
      [{ name: 'door', ask: door }, ...hands],
      (ask) => looking(world, person, async (opened, transaction) => timed(() => ask(opened, transaction))),
      (answer, name) => check(answer, expected, `${what} of ${person.id} in ${size}, ${name}`),
      quick,
    )
    const cell: Cell = { size, facts: world.facts, reaches: person.reaches, what, ...times }
    cells.push(cell)
    console.error(
      `${size} ${person.reaches}: ${what}: ${cell.door.p50.toFixed(2)} ms, by hand ${cell.byHand.p50.toFixed(2)} (${cell.byHand.name})`,
    )
  }

  const patients = await reachedPatients(world, person)
  const notes = await reachedNotes(world, person)
  for (const [what, start] of [
    ['first page of patients', 0],
    ['deep page of patients', Math.floor(patients.length / 2)],
  ] as const) {
    const after = placeBefore(patients, start)
    const asked = { practiceId, person, after, limit: limit + 1, words: [] }
    await measure(
      what,
      patientPage(after, []),
      patientPages(asked),
      patients.slice(start, start + limit + 1).map(idOf),
    )
  }
  for (const search of searches) {
    const words = search.split(' ')
    const fits = patients.filter(({ key }) =>
      words.every((word) => key.split('\t').some((own) => own.startsWith(word))),
    )
    const asked = { practiceId, person, after: undefined, limit: limit + 1, words }
    await measure(
      `search for \`${search}\``,
      patientPage(undefined, words),
      patientPages(asked),
      fits.slice(0, limit + 1).map(idOf),
    )
  }
  const nothing = { practiceId, person, after: undefined, limit, words: [] }
  await measure(
    'count of patients',
    (door) => door.count('patient', {}),
    patientCounts(nothing),
    patients.length,
  )
  for (const [what, start] of [
    ['first page of notes', 0],
    ['deep page of notes', Math.floor(notes.length / 2)],
  ] as const) {
    const after = placeBefore(notes, start)
    const ask: Contestant['ask'] = async (door) =>
      idsOf(await door.page('note', { order: '-writtenAt', after, limit }))
    await measure(
      what,
      ask,
      notePages({ ...nothing, after, limit: limit + 1 }),
      notes.slice(start, start + limit + 1).map(idOf),
    )
  }
  await measure('count of notes', (door) => door.count('note', {}), noteCounts(nothing), notes.length)
  return cells
}

type HandWay = ReturnType<typeof patientPages>[number]
type Row = { readonly id?: string; readonly count?: string }
export type Answer = readonly string[] | number

function answerOf(rows: readonly Row[]): Answer {
  const [first] = rows
  return first?.count === undefined ? rows.map(({ id = '' }) => id) : Number(first.count)
}

function patientPage(after: Cursor | undefined, words: readonly string[]): Contestant['ask'] {
  return async (door) => {
    const page = await door.page('patient', { order: 'name', after, limit, words })
    await door.factsShown(page.rows.map(({ facts_id }) => facts_id))
    return idsOf(page)
  }
}

function idsOf({
  rows,
  next,
}: {
  readonly rows: readonly { readonly id: string }[]
  readonly next: Cursor | undefined
}): Answer {
  const ids = rows.map(({ id }) => id)
  // The row more that was read is told by the place it begins at.
  return next === undefined ? ids : [...ids, '…']
}

function check(answer: Answer, expected: Answer, what: string): void {
  const wanted =
    typeof expected === 'number' || typeof answer === 'number' || answer.at(-1) !== '…'
      ? expected
      : [...expected.slice(0, limit), '…']
  if (JSON.stringify(answer) !== JSON.stringify(wanted))
    throw new Error(`the answer to ${what} is not the oracle’s`)
}

async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly milliseconds: number }> {
  const start = performance.now()
  const answer = await work()
  return { answer, milliseconds: performance.now() - start }
}

interface Listed {
  readonly id: string
  readonly key: string
}

function idOf({ id }: Listed): string {
  return id
}

function placeBefore(rows: readonly Listed[], start: number): Cursor | undefined {
  const before = rows[start - 1]
  return before === undefined ? undefined : [before.key, before.id]
}

/** The oracle: the tables that facts come from, read by the superuser without any index of ours. */
async function reachedPatients(
  { superuser, practiceId }: World,
  { tables }: Person,
): Promise<readonly Listed[]> {
  const { rows } = await superuser.query<Listed>(
    `select id, sort_key as key from patient where practice_id = $1 and ${tables} order by sort_key, id`,
    [practiceId],
  )
  return rows
}

async function reachedNotes(
  { superuser, practiceId }: World,
  { tables, notes }: Person,
): Promise<readonly Listed[]> {
  const { rows } = await superuser.query<Listed>(
    `select note.id, written_at::text as key from note
     join patient on patient.practice_id = note.practice_id and patient.id = note.patient_id
     join patient_facts facts on facts.practice_id = note.practice_id and facts.id = patient.facts_id
     where note.practice_id = $1 and ${tables} and ${notes} order by written_at desc, note.id desc`,
    [practiceId],
  )
  return rows
}

/** That the oracle itself asks what core answers. */
async function checkAgainstCore(world: World, person: Person): Promise<void> {
  const { snapshot, practiceId, at } = world
  const reached = {
    patient: new Set((await reachedPatients(world, person)).map(idOf)),
    note: new Set((await reachedNotes(world, person)).map(idOf)),
  }
  await looking(world, person, async (_, transaction) => {
    for (const kind of ['patient', 'note'] as const) {
      const all = await transaction
        .selectFrom(kind)
        .select('id')
        .where('practice_id', '=', practiceId)
        .execute()
      for (const { id } of all) {
        const record = await storedFacts(transaction, { practiceId, kind, id, hold: false })
        const allowed =
          record !== undefined && allows(snapshot, { member: person.id, act: 'view', at, record })
        if (allowed !== reached[kind].has(id))
          throw new Error(`the oracle is wrong about ${kind} ${id} for ${person.id}`)
      }
    }
  })
}
