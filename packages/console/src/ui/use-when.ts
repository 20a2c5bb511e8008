import { useTimeZone } from '../api/use-time-zone.ts'
import { type When, whenIn } from './when.ts'

/** How instants are said in this practice. */
export function useWhen(): When {
  return whenIn(useTimeZone())
}
