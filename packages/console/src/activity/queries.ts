import { infiniteQueryOptions } from '@tanstack/react-query'
import { infiniteQueryOf, keepPrevious, type ViewerKey } from '../api/query.ts'
import { type ActivitySearch, asked } from './activity-search.ts'

/** @param timeZone in which the days of the filter begin and end. */
export function auditQuery(viewer: ViewerKey, filter: ActivitySearch, timeZone: string) {
  return infiniteQueryOptions({
    ...infiniteQueryOf('GET /api/audit', viewer, { query: asked(filter, timeZone) }),
    // Each read of the log adds an entry to it, so it is read on request and not again when the window gets the focus.
    refetchOnWindowFocus: false,
    placeholderData: keepPrevious(viewer),
  })
}
