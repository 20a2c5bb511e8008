import type { RouteInput } from '@rolecall/contract'
import { daysOn, isDay, midnight } from '../ui/days.ts'

/** The search parameters of the activity page: the filters, so that results can be shared. */
export interface ActivitySearch {
  readonly member?: string
  /** The id of a record, usually a patient. */
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

/** The filters as the server takes them: days become instants, by the clock of the practice. */
export function asked(
  { from, to, ...others }: ActivitySearch,
  timeZone: string,
): NonNullable<RouteInput<'GET /api/audit'>['query']> {
  return {
    ...others,
    ...(from !== undefined && { from: midnight(from, timeZone) }),
    ...(to !== undefined && { until: midnight(daysOn(to, 1), timeZone) }),
  }
}
