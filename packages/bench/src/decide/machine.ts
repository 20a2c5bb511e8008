/**
 * Where and with what a result was measured.
 */
import { readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
}

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    node: process.version,
    versions: declaredVersions(),
  }
}

/** Processes waiting for a core, over the last minute: more than there are cores means that somebody else was busy. */
export function load(): number {
  return loadavg()[0] ?? Number.NaN
}

/** The peers are pinned exactly, so what is declared is what ran. */
function declaredVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> }
  return devDependencies
}
