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

const mostRatio = 1.15
const mostPage = 15

export function report({ sentence }: MachineNow, limit: number, cells: readonly Cell[]): string {
  const slow = cells.filter(({ ratio }) => ratio > mostRatio)
  const late = cells.filter(
    ({ what, size, door }) => size === 1_000_000 && !what.startsWith('count') && door.p95 > mostPage,
  )
  const big = cells.some(({ size }) => size === 1_000_000)
  return [
    '# Lists',
    sentence,
    `Pages of ${limit} through the door beside the best of several statements by hand for the same question, in turns, as the role that serves, under row security; milliseconds from the question to the last row, without beginning and ending the transaction. Every answer was compared with an oracle, and the oracle with core in the smallest practice.`,
    `p50 at most ${mostRatio} × by hand: ${cells.length - slow.length} of ${cells.length} cells.${big ? ` p95 of a page at most ${mostPage} ms in a practice of a million: ${late.length === 0 ? 'every cell' : `missed in ${late.length}`}.` : ' A practice of a million was not measured; `--full` does.'}`,
    ...(slow.length === 0
      ? []
      : ['## Missed', rows([...slow, ...late.filter((one) => !slow.includes(one))])]),
    '## All',
    rows(cells),
    '',
  ].join('\n\n')
}

function rows(cells: readonly Cell[]): string {
  return table(
    ['patients', 'facts', 'reaches', 'question', 'p50', 'p95', 'by hand p50', 'the best by hand', 'ratio'],
    cells.map(({ size, facts, reaches, what, door, byHand, ratio }) => [
      String(size),
      String(facts),
      reaches,
      what,
      door.p50.toFixed(2),
      door.p95.toFixed(2),
      byHand.p50.toFixed(2),
      byHand.name,
      ratio > mostRatio ? `**${ratio.toFixed(2)}**` : ratio.toFixed(2),
    ]),
  )
}
