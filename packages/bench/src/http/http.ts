/**
 * `npm run bench -- http`: how many requests a second the whole server answers, with session, epoch, the door and the
 * log, on a PostgreSQL that waits for the disk, and what each part costs.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { cpuTimeOf, cpuTimeOfAll } from '../serving/cpu-time.ts'
import { withFolder } from '../serving/folder.ts'
import { postmasterOf } from '../serving/postmaster.ts'
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { type ServingProcess, startServing } from '../serving/serving.ts'
import { table } from '../serving/table.ts'
import { type Variant, variants } from '../serving/variants.ts'
import type { Load } from './load.ts'

const member = 'ana'
const target = 2500

interface Measured extends Load {
  readonly what: string
  readonly variant: Variant
  readonly connections: number
  /** Milliseconds of processor time a request. */
  readonly server: number
  readonly postgres: number
}

interface HttpResult {
  readonly machine: MachineNow
  readonly seconds: number
  readonly rounds: number
  readonly measured: readonly Measured[]
}

export async function http({ quick }: { readonly quick: boolean }): Promise<void> {
  const seconds = quick ? 1 : 6
  const rounds = quick ? 1 : 3
  const measured = await withFolder(async (folder) => {
    const serving = await startServing({ folder, members: [member], variants })
    try {
      return await measureAll(serving, { folder, seconds, rounds })
    } finally {
      await serving.stop()
    }
  })
  const result: HttpResult = { machine: machineNow(), seconds, rounds, measured }
  writeResult('http', result, report(result), quick)
}

interface Scale {
  readonly folder: string
  readonly seconds: number
  readonly rounds: number
}

/** The variants take turns, so that what others do on the machine meets them all. */
async function measureAll(serving: ServingProcess, scale: Scale): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  const asked = await questions(serving)
  for (const [what, path] of asked)
    for (const connections of [1, 16])
      measured.push(await measure(serving, { what, path, variant: 'whole', connections }, scale))
  for (const [what, path] of asked) {
    const turns: Measured[] = []
    for (let round = 0; round < scale.rounds; round++)
      for (const variant of variants)
        turns.push(await measure(serving, { what, path, variant, connections: 64 }, scale))
    for (const variant of variants) measured.push(middleOf(turns.filter((turn) => turn.variant === variant)))
  }
  return measured
}

function middleOf(turns: readonly Measured[]): Measured {
  const byCost = turns.toSorted((one, other) => costOf(one) - costOf(other))
  const middle = byCost[turns.length >> 1]
  if (middle === undefined) throw new Error('nothing was measured')
  return middle
}

async function questions({
  addresses,
  cookies,
}: ServingProcess): Promise<readonly (readonly [string, string])[]> {
  const one = '/api/patients/p007'
  const response = await fetch(`${addresses.whole}${one}`, { headers: { cookie: cookies[member] ?? '' } })
  return [
    response.ok ? ['`GET /api/patients/:id`', one] : ['`GET /api/why?patient=…`', '/api/why?patient=p007'],
    ['`GET /api/patients`, 25 rows', '/api/patients?limit=25'],
    ['`GET /api/patients`, 100 rows', '/api/patients?limit=100'],
  ]
}

interface Question {
  readonly what: string
  readonly path: string
  readonly variant: Variant
  readonly connections: number
}

async function measure(
  serving: ServingProcess,
  { what, path, variant, connections }: Question,
  { folder, seconds }: Scale,
): Promise<Measured> {
  const load = (length: number) =>
    loaded([
      `${serving.addresses[variant]}${path}`,
      serving.cookies[member] ?? '',
      `${connections}`,
      `${length}`,
    ])
  await load(1)
  const postmaster = postmasterOf(folder)
  const pid = serving.process.pid ?? 0
  const before = [cpuTimeOf(pid), cpuTimeOfAll(postmaster)] as const
  const result = await load(seconds)
  if (result.failed > 0) throw new Error(`${result.failed} requests of ${what} failed`)
  return {
    ...result,
    what,
    variant,
    connections,
    server: (cpuTimeOf(pid) - before[0]) / result.answered,
    postgres: (cpuTimeOfAll(postmaster) - before[1]) / result.answered,
  }
}

async function loaded(args: readonly string[]): Promise<Load> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'load.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  await once(child, 'close')
  return JSON.parse(text)
}

function costOf({ server, postgres }: Measured): number {
  return server + postgres
}

function report({ machine, seconds, rounds, measured }: HttpResult): string {
  const whole = measured.filter(({ variant }) => variant === 'whole')
  const at64 = measured.filter(({ connections }) => connections === 64)
  const kinds = [...new Set(measured.map(({ what }) => what))]
  return [
    '# Requests',
    machine.sentence,
    `${seconds} s each, after one second to warm up; at 64 connections the middle of ${rounds} rounds. The load comes from autocannon in its own process, the server and PostgreSQL (the one that comes along, waiting for the disk) are processes of their own; all share the cores. Each request has its session and epoch read in the transaction that reads the data, goes through the door as the role that serves, and is in the log on the disk before it is answered.`,
    table(
      ['', 'connections', 'requests a second', 'p50 ms', 'p99 ms', 'processor, server ms', 'PostgreSQL ms'],
      whole.map((one) => [
        one.what,
        `${one.connections}`,
        one.perSecond.toFixed(0),
        one.p50.toFixed(0),
        one.p99.toFixed(0),
        one.server.toFixed(3),
        one.postgres.toFixed(3),
      ]),
    ),
    `Wanted: ${target} a second at 64 connections. ${whole
      .filter(({ connections }) => connections === 64)
      .map(({ what, perSecond }) => `${what}: ${perSecond >= target ? 'reached' : '**not reached**'}`)
      .join('; ')}.`,
    '## What each part costs',
    'Milliseconds of processor time a request, server and PostgreSQL together, at 64 connections: what goes when the part is left out too. Processor time is what a busy machine distorts least.',
    table(
      ['', 'the whole', 'log', 'session and epoch', 'door, query and transaction', 'HTTP and JSON'],
      kinds.map((what) => {
        const costs = variants.map((variant) => {
          const one = at64.find((each) => each.what === what && each.variant === variant)
          return one === undefined ? Number.NaN : costOf(one)
        })
        const [all = Number.NaN, noLog = Number.NaN, noSession = Number.NaN, none = Number.NaN] = costs
        const parts = [all - noLog, noLog - noSession, noSession - none, none]
        return [
          what,
          all.toFixed(3),
          ...parts.map((part) => `${part.toFixed(3)} (${((100 * part) / all).toFixed(0)} %)`),
        ]
      }),
    ),
    '',
  ].join('\n\n')
}
