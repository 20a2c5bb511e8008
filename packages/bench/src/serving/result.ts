import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'

export interface MachineNow {
  readonly date: string
  readonly sentence: string
}

const loadBefore = loadavg()[0] ?? Number.NaN

/** Where something was measured, and how busy others kept it meanwhile. */
export function machineNow(): MachineNow {
  const date = new Date().toISOString()
  const processor = cpus()[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  const load = `${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? Number.NaN).toFixed(1)} after`
  return {
    date,
    sentence: `${date}, node ${process.version}, ${processor} (${availableParallelism()} cores, ${memory} GB). Load average ${load}: the machine is shared, and what others do on it is in the figures.`,
  }
}

const results = join(import.meta.dirname, '..', '..', 'results')

/** Print a result; keep it, for programs and for people, where it is not a quick one. */
export function writeResult(name: string, result: object, text: string, quick: boolean): void {
  console.log(quick ? `${text}\nA quick run: too small to quote.` : text)
  if (quick) return
  mkdirSync(results, { recursive: true })
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`)
  writeFileSync(join(results, `${name}.md`), text)
}
