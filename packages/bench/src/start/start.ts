/**
 * `npm run bench -- start`: seconds and megabytes from nothing to the first page, with no data there and with the data of
 * before. Through the command, as anybody would.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { withFolder } from '../serving/folder.ts'
import { postmasterOf } from '../serving/postmaster.ts'
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { table } from '../serving/table.ts'

/** Seconds, of a start with the data of before. */
const target = 3

interface Started {
  readonly what: string
  /** Seconds until the first page and the first answer of the API. */
  readonly seconds: number
  /** Resident, of the server; proportional, of all of PostgreSQL. Megabytes. */
  readonly server: number
  readonly postgres: number
  /** On the disk. Megabytes. */
  readonly disk: number
}

interface StartResult {
  readonly machine: MachineNow
  readonly started: readonly (readonly Started[])[]
}

const command = fileURLToPath(import.meta.resolve('rolecall/src/rolecall.ts'))

export async function start({ quick }: { readonly quick: boolean }): Promise<void> {
  const started: (readonly Started[])[] = []
  for (let round = 0; round < (quick ? 1 : 5); round++)
    started.push(
      await withFolder(async (folder) => [
        await startOnce('nothing there: PostgreSQL prepared, tables and the demo made', folder),
        await startOnce('with the data of before', folder),
        await startOnce('after `kill -9` of the server: its PostgreSQL adopted', folder, true),
      ]),
    )
  const result: StartResult = { machine: machineNow(), started }
  writeResult('start', result, report(result), quick)
}

async function startOnce(what: string, folder: string, afterKill = false): Promise<Started> {
  if (afterKill) await killed(folder)
  const begun = performance.now()
  const child = demo(folder)
  const address = await addressOf(child)
  for (const path of ['/', '/api/people']) await (await fetch(`${address}${path}`)).arrayBuffer()
  const seconds = (performance.now() - begun) / 1000
  const postmaster = postmasterOf(folder)
  const memory = {
    server: residentOf(child.pid ?? 0),
    postgres: [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + shareOf(pid), 0),
  }
  await ended(child, 'SIGINT')
  // Now that nobody writes there.
  return { what, seconds, ...memory, disk: sizeOf(folder) / 2 ** 20 }
}

async function killed(folder: string): Promise<void> {
  const child = demo(folder)
  await addressOf(child)
  await ended(child, 'SIGKILL')
}

function demo(folder: string): ChildProcess {
  const { DATABASE_URL: _, DATABASE_ADMIN_URL: __, ...env } = process.env
  return spawn(process.execPath, [command, 'demo', '--data', folder, '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout !== null)
    for await (const line of createInterface({ input: stdout })) {
      const [, address] = line.match(/ is at (http\S+)/) ?? []
      if (address !== undefined) return address
    }
  throw new Error('the demo ended before it said where it is')
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((one) => numberIn(`/proc/${one}/status`, /^PPid:\s+(\d+)/m) === pid)
}

function residentOf(pid: number): number {
  return numberIn(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m) / 1024
}

/** What several processes share is divided among them: else it would count for each. */
function shareOf(pid: number): number {
  return numberIn(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) / 1024
}

function numberIn(file: string, pattern: RegExp): number {
  try {
    return Number(readFileSync(file, 'utf8').match(pattern)?.[1] ?? 0)
  } catch {
    return 0
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

function report({ machine, started }: StartResult): string {
  const [first = []] = started
  const rows = first.map(({ what }, index) => {
    const all = started.flatMap((round) => round[index] ?? [])
    const middle = (of: (one: Started) => number) =>
      all.map(of).toSorted((a, b) => a - b)[all.length >> 1] ?? 0
    const times = all.map(({ seconds }) => seconds)
    return {
      what,
      median: middle(({ seconds }) => seconds),
      spread: `${Math.min(...times).toFixed(2)}–${Math.max(...times).toFixed(2)}`,
      memory: [
        middle(({ server }) => server),
        middle(({ postgres }) => postgres),
        middle(({ disk }) => disk),
      ],
    }
  })
  const warm = rows[1]?.median ?? Number.NaN
  return [
    '# Starting',
    machine.sentence,
    `\`rolecall demo\` from the call to the first page and the first answer of the API; ${started.length} rounds, the median and from the least to the most.`,
    table(
      ['', 'seconds', 'least–most', 'server MB', 'PostgreSQL MB', 'disk MB'],
      rows.map(({ what, median, spread, memory }) => [
        what,
        median.toFixed(2),
        spread,
        ...memory.map((value) => value.toFixed(0)),
      ]),
    ),
    `Wanted: at most ${target} s with the data of before. ${warm <= target ? 'Reached' : '**Not reached**'}.`,
    '',
  ].join('\n\n')
}
