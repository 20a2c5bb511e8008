/** How much of the processors a process and those it started used so far, in milliseconds. From Linux's own books. */
import { readdirSync, readFileSync } from 'node:fs'

export function cpuTimeOf(pid: number): number {
  return statsOf(pid)?.own ?? 0
}

/** Of a PostgreSQL: of its first process, of those it has, and of those that ended. */
export function cpuTimeOfAll(pid: number): number {
  const first = statsOf(pid)
  const children = readdirSync('/proc').flatMap((name) => {
    const stats = /^\d+$/.test(name) ? statsOf(Number(name)) : undefined
    return stats?.parent === pid ? [stats.own] : []
  })
  return (first?.own ?? 0) + (first?.ended ?? 0) + children.reduce((sum, one) => sum + one, 0)
}

interface Stats {
  readonly parent: number
  readonly own: number
  /** Of its children that ended. */
  readonly ended: number
}

/** The clock of the books ticks a hundred times a second. */
const tick = 10

function statsOf(pid: number): Stats | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it may hold blanks.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const at = (index: number) => Number(fields[index])
    return { parent: at(1), own: (at(11) + at(12)) * tick, ended: (at(13) + at(14)) * tick }
  } catch {
    return undefined
  }
}
