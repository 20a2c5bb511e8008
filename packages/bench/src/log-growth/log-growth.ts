/**
 * `npm run bench -- log-growth`: every operation that is a `GET`, asked of a practice with an empty log and with a million
 * entries in it. Nothing but the log grows, so whatever takes longer reads more of the log than it shows.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '@rolecall/testbed/cluster'
import { Client } from 'pg'
import { preparedDemo } from 'rolecall/src/commands/demo.ts'
import { connect, type Database } from 'rolecall/src/database/connect.ts'
import { migrate } from 'rolecall/src/database/migrate.ts'
import { buildApp } from 'rolecall/src/http/app.ts'
import { appParts } from 'rolecall/src/server-parts.ts'
import { pickPerson } from 'rolecall/src/signin/sessions.ts'
import { machineNow, writeResult } from '../serving/result.ts'
import { table } from '../serving/table.ts'
import { type Known, type Question, questionsAbout } from './questions.ts'

/** Mara manages accounts and views the log, Dr Chen treats patients: one of them has access to each. */
const askers = ['mara', 'chen'] as const

/** An operation grows where it takes more than this many times what it was, and more than noise. */
const mostTimes = 2
const noise = 5

interface Asked {
  readonly operation: string
  readonly status: number
  /** Milliseconds of the quickest answer, without entries and with many: what others do on the machine only adds to it. */
  readonly empty: number
  readonly full: number
}

export async function logGrowth({ quick }: { readonly quick: boolean }): Promise<void> {
  const entries = quick ? 20_000 : 1_000_000
  const rounds = quick ? 5 : 25
  const cluster = await startCluster()
  try {
    const practiceId = await makeSmall(cluster.superuserUrl)
    await asSuperuser(cluster.superuserUrl, (client) => client.query('create database large template small'))
    await addEntries(urlIn(cluster.superuserUrl, 'large'), practiceId, entries)
    const [small, large] = (['small', 'large'] as const).map((name) =>
      connect(urlIn(cluster.superuserUrl, name, 'rolecall_server')),
    )
    if (small === undefined || large === undefined) throw new Error('there are no databases')
    const asks = [await askerOf(small, practiceId), await askerOf(large, practiceId)] as const
    const asked: Asked[] = []
    for (const question of questionsAbout(await knownIn(asks[0])))
      asked.push(await inTurns(question, asks, rounds))
    await Promise.all([small.destroy(), large.destroy()])
    const machine = machineNow()
    writeResult(
      'log-growth',
      { machine, entries, rounds, asked },
      report(machine.sentence, entries, asked),
      quick,
    )
    const grown = asked.filter(grows).map(({ operation }) => operation)
    if (grown.length > 0) throw new Error(`these grow with the log: ${grown.join(', ')}`)
  } finally {
    await cluster.stop()
  }
}

function urlIn(superuserUrl: string, name: string, role = 'postgres'): string {
  return superuserUrl.replace('//postgres@', `//${role}@`).replace('/postgres?', `/${name}?`)
}

/** The practice of the demo, in a database of its own. */
async function makeSmall(superuserUrl: string): Promise<string> {
  await asSuperuser(superuserUrl, (client) => client.query('create database small owner rolecall_admin'))
  const url = urlIn(superuserUrl, 'small', 'rolecall_server')
  await migrate(urlIn(superuserUrl, 'small', 'rolecall_admin'), url)
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-bench-'))
  const database = connect(url)
  try {
    return await preparedDemo(database, folder)
  } finally {
    await database.destroy()
    rmSync(folder, { recursive: true })
  }
}

interface Answered {
  readonly status: number
  readonly body: string
  readonly milliseconds: number
}

type Ask = (url: string) => Promise<Answered>

/** As the first of the people asked about who has access. */
async function askerOf(database: Database, practiceId: string): Promise<Ask> {
  const app = await buildApp(
    appParts({ database, picking: { practiceId, introductions: new Map() } }, console.error),
  )
  const tokens = await Promise.all(
    askers.map(async (member) => {
      const opened = await pickPerson(database, practiceId, { member, device: 'bench' })
      if ('refused' in opened) throw new Error(opened.refused)
      return opened.token
    }),
  )
  const known = new Map<string, string>()
  return async (url) => {
    let answer: Answered = { status: 0, body: '', milliseconds: 0 }
    // What may be asked so many times an hour is asked more often here.
    await database.anywhere.deleteFrom('throttle').execute()
    for (const token of known.has(url) ? [known.get(url) ?? ''] : tokens) {
      const begun = performance.now()
      const { statusCode, body } = await app.inject({
        url,
        headers: { host: '127.0.0.1' },
        cookies: { rolecall: token },
      })
      answer = { status: statusCode, body, milliseconds: performance.now() - begun }
      if (statusCode >= 400) continue
      known.set(url, token)
      break
    }
    return answer
  }
}

async function knownIn(ask: Ask): Promise<Known> {
  const first = async (url: string, list: string): Promise<string> => {
    const { status, body } = await ask(url)
    const [one] = (JSON.parse(body)[list] ?? []) as readonly { readonly id?: string }[]
    if (one?.id === undefined) throw new Error(`\`${url}\` lists nothing: ${status} ${body.slice(0, 200)}`)
    return one.id
  }
  const note = await first('/api/notes?limit=1', 'notes')
  const patient = (JSON.parse((await ask(`/api/notes/${note}`)).body) as { patient: { id: string } }).patient
    .id
  const appointment = await first(`/api/appointments?patient=${patient}`, 'appointments')
  return { note, patient, appointment, member: 'chen' }
}

/** Both in turns, so that what else goes on at the machine is in both. The first time is not counted. */
async function inTurns(
  { operation, url }: Question,
  asks: readonly [Ask, Ask],
  rounds: number,
): Promise<Asked> {
  const taken: readonly [number[], number[]] = [[], []]
  let status = 0
  for (let round = 0; round <= rounds; round++)
    for (const [index, ask] of asks.entries()) {
      const answer = await ask(url)
      status = answer.status
      if (round > 0) taken[index]?.push(answer.milliseconds)
    }
  const [empty = Number.NaN, full = Number.NaN] = taken.map((times) => Math.min(...times))
  return { operation, status, empty, full }
}

/** As a practice leaves them in years. Three members did all of it: to look for what another did is to look through all. */
function addEntries(superuserUrl: string, practiceId: string, count: number): Promise<void> {
  return asSuperuser(superuserUrl, async (client) => {
    await client.query(
      `insert into audit_entry (practice_id, at, request_id, operation, member_id, kind, act, records, outcome)
      select $1, now() - make_interval(secs => number * 60), gen_random_uuid(), 'readPatient', members.ids[1 + number % 3],
        'patient', 'view', array['p' || number % 600], case when number % 50 = 0 then 'refused' else 'allowed' end
      from generate_series(1, $2::int) as number,
        (select array_agg(id order by id) as ids from member where practice_id = $1) as members`,
      [practiceId, count],
    )
    await client.query('vacuum analyze audit_entry')
  })
}

async function asSuperuser(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function grows({ empty, full }: Asked): boolean {
  return full > mostTimes * empty && full > empty + noise
}

function report(machine: string, entries: number, asked: readonly Asked[]): string {
  const rows = asked
    .toSorted((one, other) => other.full / other.empty - one.full / one.empty)
    .map((one) => [
      one.operation,
      String(one.status),
      one.empty.toFixed(1),
      one.full.toFixed(1),
      `${(one.full / one.empty).toFixed(1)}${grows(one) ? ', grows' : ''}`,
    ])
  return [
    '# What grows with the log',
    machine,
    `Every \`GET\` of the contract, in milliseconds (the quickest answer): asked in turns of a practice with a short log, and of a copy of it with ${entries.toLocaleString('en')} entries more. What grows takes more than ${mostTimes} times as long and ${noise} ms more.`,
    table(['operation', 'answer', 'before', 'after', 'times'], rows),
    '',
  ].join('\n\n')
}
