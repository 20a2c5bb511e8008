/** The list of patients and their number, which several pages show. */
import type { PatientCount, PatientPage, RouteInput } from '@rolecall/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { infiniteQueryOf, keepPrevious, queryWithFallback, type ViewerKey } from './query.ts'

/** What narrows the list of patients on the screen, and its order. */
export type PatientFilter = Pick<
  NonNullable<RouteInput<'GET /api/patients'>['query']>,
  'tag' | 'practitioner' | 'sort'
>

// Whoever may view no patient at all gets the empty page, which says why. Other refusals are shown.
const noPage: PatientPage = { patients: [], next: null }
const none: PatientCount = { count: 0 }

export function patientsQuery(viewer: ViewerKey, search: string, filter: PatientFilter = {}) {
  return infiniteQueryOptions({
    ...infiniteQueryOf(
      'GET /api/patients',
      viewer,
      { query: { search, ...filter } },
      { on: [403], answer: noPage },
    ),
    // Coming back to the window would load every page scrolled through so far.
    refetchOnWindowFocus: false,
    // While one types, the rows stay until the next ones are there.
    placeholderData: keepPrevious(viewer),
  })
}

export function patientCountQuery(
  viewer: ViewerKey,
  search: string,
  { tag, practitioner }: PatientFilter = {},
) {
  return queryWithFallback(
    'GET /api/patients/count',
    viewer,
    { query: { search, tag, practitioner } },
    { on: [403], answer: none },
  )
}
