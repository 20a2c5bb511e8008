import { infiniteQueryOptions } from '@tanstack/react-query'
import { infiniteQueryOf, keepPrevious, type ViewerKey } from '../api/query.ts'
import { type ActivitySearch, asked } from './activity-search.ts'

/** @param timeZone in which the days of the filter begin and end. */
export function auditQuery(viewer: ViewerKey, filter: ActivitySearch, timeZone: string) {
  return infiniteQueryOptions({
    ...infiniteQueryOf('GET /api/audit', viewer, { query: asked(filter, timeZone) }),
    // Each look at the log is an entry of the log: it is looked at when somebody asks, and not when they come back.
    refetchOnWindowFocus: false,
    placeholderData: keepPrevious(viewer),
  })
}
