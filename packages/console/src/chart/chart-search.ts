/** The parts of a chart, in the order of their tabs. */
export const parts = ['notes', 'appointments', 'who', 'looked'] as const
export type Part = (typeof parts)[number]

/** What the address of a chart carries, so that it can be shared, and gone back to. */
export interface ChartSearch {
  readonly part?: Part
  /** The note that is open, or `new`. */
  readonly note?: string
}

export function readChartSearch({ part, note }: Record<string, unknown>): ChartSearch {
  const known = parts.find((one) => one === part)
  return {
    ...(known !== undefined && known !== 'notes' && { part: known }),
    ...(typeof note === 'string' && note !== '' && { note }),
  }
}
