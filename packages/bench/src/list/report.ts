import type { MachineNow } from '../serving/result.ts'
import { table } from '../serving/table.ts'

export interface Measured {
  readonly name: string
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly rounds: number
}

export interface Cell {
  readonly size: number
  /** How many facts its patients have. */
  readonly facts: number
  readonly reaches: string
  readonly what: string
  readonly door: Measured
  readonly byHand: Measured
  readonly ratio: number
}

/** The target of p50, for questions that take longer by hand than `fromMs`. */
const maxRatio = 2
const fromMs = 1

/** The target of p95 of a page, by the size of the practice. */
function maxPageMs(size: number): number {
  return size > 100_000 ? 40 : 15
}

export function report({ sentence }: MachineNow, limit: number, cells: readonly Cell[]): string {
  const slow = cells.filter(isSlow)
  const late = cells.filter(({ what, size, door }) => !what.startsWith('count') && door.p95 > maxPageMs(size))
  const big = cells.some(({ size }) => size === 1_000_000)
  const missed = cells.filter((cell) => slow.includes(cell) || late.includes(cell))
  return [
    '# Lists',
    sentence,
    `Pages of ${limit} through the door beside the best of several statements by hand for the same question, in turns, as the role that serves, under row security; milliseconds from the question to the last row, without beginning and ending the transaction. Every answer was compared with an oracle, and the oracle with core in the smallest practice.`,
    `p50 at most ${maxRatio} × by hand, where that takes more than ${fromMs} ms: missed in ${slow.length} of ${cells.length} cells. p95 of a page at most ${maxPageMs(100_000)} ms up to 100,000 patients and ${maxPageMs(1_000_000)} ms in a practice of a million: missed in ${late.length}.${big ? '' : ' A practice of a million was not measured; `--full` does.'}`,
    ...(missed.length === 0 ? [] : ['## Missed', rows(missed)]),
    '## All',
    rows(cells),
    '',
  ].join('\n\n')
}

function isSlow({ ratio, byHand }: Cell): boolean {
  return ratio > maxRatio && byHand.p50 > fromMs
}

function rows(cells: readonly Cell[]): string {
  return table(
    ['patients', 'facts', 'reaches', 'question', 'p50', 'p95', 'by hand p50', 'the best by hand', 'ratio'],
    cells.map((cell) => [
      String(cell.size),
      String(cell.facts),
      cell.reaches,
      cell.what,
      cell.door.p50.toFixed(2),
      cell.door.p95.toFixed(2),
      cell.byHand.p50.toFixed(2),
      cell.byHand.name,
      isSlow(cell) ? `**${cell.ratio.toFixed(2)}**` : cell.ratio.toFixed(2),
    ]),
  )
}
