/**
 * `npm run bench -- import`: how much memory the server takes for uploads of several sizes, which are made on the way and
 * sent over HTTP. `--full`: up to the 2 GB that one upload may bring.
 */
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportReport } from '@rolecall/contract'
import { withFolder } from '../serving/folder.ts'
import { type MachineNow, machineNow, writeResult } from '../serving/result.ts'
import { type ServingProcess, startServing } from '../serving/serving.ts'
import { table } from '../serving/table.ts'
import { type Content, contents } from './contents.ts'

const sender = 'chen'
const megabyte = 1_000_000
/** Megabytes of memory at most. */
const target = 400
/** Megabytes of one file. */
const longestFile = 900

interface Measured {
  readonly what: string
  readonly megabytes: number
  readonly seconds: number
  /** Resident memory of the server at most, and before. Megabytes. */
  readonly peak: number
  readonly before: number
}

interface ImportResult {
  readonly machine: MachineNow
  readonly measured: readonly Measured[]
}

interface Options {
  readonly quick: boolean
  readonly full: boolean
}

export async function importing({ quick, full }: Options): Promise<void> {
  const sizes = quick ? [5] : full ? [100, 300, 1900] : [100]
  const measured: Measured[] = []
  for (const content of contents)
    for (const megabytes of sizes)
      measured.push(
        await withFolder(async (folder) => {
          const asked = { folder, members: [sender], variants: ['whole'] } as const
          // Making the demo takes memory that a server does not give back.
          await (await startServing(asked)).stop()
          const serving = await startServing(asked)
          try {
            return await measure(serving, content, megabytes)
          } finally {
            await serving.stop()
          }
        }),
      )
  const result: ImportResult = { machine: machineNow(), measured }
  writeResult('import', result, report(result), quick)
}

async function measure(serving: ServingProcess, content: Content, megabytes: number): Promise<Measured> {
  const pid = serving.process.pid ?? 0
  // Forget the peak of the start.
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const before = memoryOf(pid, 'VmRSS')
  const begun = performance.now()
  const sent = await upload(serving, content, megabytes)
  const end = await ended(serving, sent)
  const seconds = (performance.now() - begun) / 1000
  if (end.state !== 'done')
    throw new Error(
      `${content.what}, ${megabytes} MB: ${end.state}, ${end.reason}: ${JSON.stringify(end.badLines[0])}`,
    )
  const measured = { what: content.what, megabytes, seconds, peak: memoryOf(pid, 'VmHWM'), before }
  console.error(JSON.stringify(measured))
  return measured
}

async function upload(
  { addresses, cookies }: ServingProcess,
  content: Content,
  megabytes: number,
): Promise<ImportReport> {
  const asked = request(`${addresses.whole}/api/imports?dryRun=${!content.isKept}`, {
    method: 'POST',
    headers: {
      cookie: cookies[sender] ?? '',
      'sec-fetch-site': 'same-origin',
      'content-type': 'multipart/form-data; boundary=XX',
    },
  })
  const answered = once(asked, 'response')
  await pipeline(Readable.from(bodyOf(content, megabytes)), asked)
  const [response] = await answered
  const text = (await response.setEncoding('utf8').toArray()).join('')
  if (response.statusCode !== 200 && response.statusCode !== 202)
    throw new Error(`${response.statusCode}: ${text}`)
  return JSON.parse(text)
}

function* bodyOf({ line }: Content, megabytes: number): Generator<string> {
  let number = 0
  for (let file = 0; file * longestFile < megabytes; file++) {
    yield `${file > 0 ? '\r\n' : ''}--XX\r\ncontent-disposition: form-data; name="file"; filename="${file}.ndjson"\r\n\r\n`
    let left = Math.min(longestFile, megabytes - file * longestFile) * megabyte
    while (left > 0) {
      const lines = Array.from({ length: 60 }, () => JSON.stringify(line(number++)))
      const chunk = `${lines.join('\n')}\n`
      left -= chunk.length
      yield chunk
    }
  }
  yield '\r\n--XX--\r\n'
}

/** What has its report later is asked for until it has. */
async function ended({ addresses, cookies }: ServingProcess, sent: ImportReport): Promise<ImportReport> {
  let now = sent
  while (now.state === 'reading' || now.state === 'saving') {
    await pause(500)
    const answer = await fetch(`${addresses.whole}/api/imports/${sent.id}`, {
      headers: { cookie: cookies[sender] ?? '' },
    })
    now = (await answer.json()) as ImportReport
  }
  return now
}

function memoryOf(pid: number, which: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${which}:\\s+(\\d+) kB`, 'm')) ?? []
  return Number(kilobytes) / 1024
}

function report({ machine, measured }: ImportResult): string {
  const most = Math.max(...measured.map(({ peak }) => peak))
  return [
    '# Imports',
    machine.sentence,
    'Each upload is made on the way and sent over HTTP to a server of its own that was just started, with the demo in it and PostgreSQL beside it. Memory is resident and of the server alone: the files are on the disk, and what they say is in the database.',
    table(
      ['', 'MB', 'seconds', 'MB of memory at most', 'before'],
      measured.map(({ what, megabytes, seconds, peak, before }) => [
        what,
        `${megabytes}`,
        seconds.toFixed(0),
        peak.toFixed(0),
        before.toFixed(0),
      ]),
    ),
    `Wanted: at most ${target} MB. ${most <= target ? 'Reached' : '**Not reached**'}: ${most.toFixed(0)} MB.`,
    '',
  ].join('\n\n')
}
