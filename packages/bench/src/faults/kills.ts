/** `kill -9` at random points under writes, and what is left. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { PatientPage } from '@rolecall/contract'
import { verifyPractice } from 'rolecall/src/audit/verify-practice.ts'
import { openInstallation } from 'rolecall/src/database/installation.ts'
import { withFolder } from '../serving/folder.ts'
import { postmasterOf } from '../serving/postmaster.ts'
import { type Asked, type ServingProcess, startServing } from '../serving/serving.ts'
import { type Inspection, inspect } from './inspect.ts'
import { startWriting, type Writing } from './writers.ts'

/** What is killed, in turn. */
const victims = [
  'the server',
  'PostgreSQL, every process',
  'PostgreSQL, its first process',
  'PostgreSQL, one session',
  'both at once',
] as const

type Victim = (typeof victims)[number]

export interface KillsResult extends Inspection {
  readonly kills: number
  readonly acknowledged: number
  readonly unanswered: number
  readonly surprises: readonly string[]
  /** What `rolecall audit verify` says of the log at the end. */
  readonly log: string
  /** Milliseconds without a write that was answered as kept: the middle, and the longest. */
  readonly without: readonly { readonly victim: Victim; readonly middle: number; readonly longest: number }[]
}

const writer = 'chen'

export function kill(times: number): Promise<KillsResult> {
  return withFolder(async (folder) => {
    const asked: Asked = { folder, members: [writer], variants: ['whole'] }
    let serving = await startServing(asked)
    const { practiceId, cookies } = serving
    const cookie = cookies[writer] ?? ''
    const patients = await patientsOf(serving, cookie)
    const writing = startWriting({
      count: 8,
      address: () => serving.addresses.whole ?? '',
      cookie,
      patients,
    })
    const pauses: { readonly victim: Victim; readonly pause: number }[] = []
    for (let turn = 0; turn < times; turn++) {
      await answered(writing, 1)
      await pause(Math.random() * 300)
      const victim = victims[turn % victims.length] ?? 'the server'
      const killed = performance.now()
      if (await killNow(victim, serving, folder)) serving = await startServing(asked)
      await answered(writing, 16)
      pauses.push({ victim, pause: longestPause(writing.answeredAt, killed) })
      process.stderr.write(`\r${turn + 1} of ${times} kills, ${writing.acknowledged.size} notes `)
    }
    process.stderr.write('\n')
    await writing.stop()
    await serving.stop()
    const found = await inspectAll(folder, practiceId, writing.acknowledged)
    return {
      ...found,
      kills: times,
      acknowledged: writing.acknowledged.size,
      unanswered: writing.unanswered(),
      surprises: writing.surprises,
      without: victims.map((victim) => {
        const all = pauses.filter((one) => one.victim === victim).map(({ pause }) => pause)
        const sorted = all.toSorted((one, other) => one - other)
        return { victim, middle: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0 }
      }),
    }
  })
}

/** True where the server is gone. */
async function killNow(victim: Victim, serving: ServingProcess, folder: string): Promise<boolean> {
  const first = postmasterOf(folder)
  const sessions = childrenOf(first)
  const shoot = (pids: readonly number[]) => {
    for (const pid of pids) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {
        // It ended by itself.
      }
    }
  }
  switch (victim) {
    case 'the server':
      await serving.kill()
      return true
    case 'PostgreSQL, every process':
      shoot([first, ...sessions])
      return false
    case 'PostgreSQL, its first process':
      shoot([first])
      return false
    case 'PostgreSQL, one session':
      shoot(sessions.filter((pid) => nameOf(pid).includes('rolecall_server')).slice(0, 1))
      return false
    case 'both at once':
      shoot([first, ...sessions])
      await serving.kill()
      return true
  }
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => textOf(pid, 'status').includes(`\nPPid:\t${parent}\n`))
}

function nameOf(pid: number): string {
  return textOf(pid, 'cmdline')
}

function textOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}

/** Until so many more writes are answered as kept. */
async function answered({ answeredAt }: Writing, more: number): Promise<void> {
  const wanted = answeredAt.length + more
  const begun = performance.now()
  while (answeredAt.length < wanted) {
    if (performance.now() - begun > 60_000) throw new Error('nothing was written for a minute')
    await pause(2)
  }
}

/** From shortly before an instant on: what was on its way then may still have been answered. */
function longestPause(times: readonly number[], from: number): number {
  const since = times.filter((time) => time >= from - 100)
  return Math.max(...since.map((time, index) => time - (since[index - 1] ?? time)))
}

async function patientsOf({ addresses }: ServingProcess, cookie: string): Promise<readonly string[]> {
  const response = await fetch(`${addresses.whole}/api/patients?limit=50`, { headers: { cookie } })
  const { patients }: PatientPage = JSON.parse(await response.text())
  return patients.filter(({ restricted }) => restricted === 'no').map(({ id }) => id)
}

async function inspectAll(
  folder: string,
  practiceId: string,
  acknowledged: Parameters<typeof inspect>[2],
): Promise<Inspection & { readonly log: string }> {
  const installation = await openInstallation({ folder, holder: 'rolecall bench' })
  const { database } = installation
  try {
    const verified = await verifyPractice({ database, folder: join(folder, 'audit') }, practiceId)
    const log = verified.state === 'sound' ? `sound, ${verified.entries} entries` : JSON.stringify(verified)
    return { ...(await inspect(database, practiceId, acknowledged)), log }
  } finally {
    await installation.stop()
  }
}
