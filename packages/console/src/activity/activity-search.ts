/** What the address of the activity page carries: the filters, so that what was found can be shared and gone back to. */
export interface ActivitySearch {
  readonly member?: string
  /** The id of a record, which for most questions is a patient. */
  readonly record?: string
  readonly kind?: string
  readonly act?: string
  readonly outcome?: 'refused'
  /** Days, both inclusive: `2026-11-21`. */
  readonly from?: string
  readonly to?: string
}

export function readActivitySearch(given: Record<string, unknown>): ActivitySearch {
  return {
    ...text(given, 'member'),
    ...text(given, 'record'),
    ...text(given, 'kind'),
    ...text(given, 'act'),
    ...(given.outcome === 'refused' && { outcome: 'refused' }),
    ...day(given, 'from'),
    ...day(given, 'to'),
  }
}

function text<Name extends string>(given: Record<string, unknown>, name: Name): { [name in Name]?: string } {
  const value = given[name]
  return typeof value === 'string' && value !== '' ? ({ [name]: value } as { [name in Name]: string }) : {}
}

function day<Name extends string>(given: Record<string, unknown>, name: Name): { [name in Name]?: string } {
  const value = given[name]
  return typeof value === 'string' && isDay(value) ? ({ [name]: value } as { [name in Name]: string }) : {}
}

function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00`))
}

/** The filters as the server takes them: days become instants where the reader is. */
export function asked({ from, to, ...others }: ActivitySearch): Readonly<Record<string, string>> {
  return {
    ...others,
    ...(from !== undefined && { from: startOf(from, 0) }),
    ...(to !== undefined && { until: startOf(to, 1) }),
  }
}

/** The first instant of a day, or of the one after it. A day is not always 24 hours long. */
function startOf(day: string, later: 0 | 1): string {
  const start = new Date(`${day}T00:00`)
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
