/** What the list of patients asks besides the patients. */
import type { Location, Tag } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/questions.ts'
import { request } from '../api/request.ts'

export function askTags(eyes: Eyes) {
  return queryOptions({
    queryKey: ['tags', eyes],
    queryFn: ({ signal }) => request('/api/tags', { signal }) as Promise<{ tags: readonly Tag[] }>,
    staleTime: 60_000,
  })
}

export function askLocations(eyes: Eyes) {
  return queryOptions({
    queryKey: ['locations', eyes],
    queryFn: ({ signal }) =>
      request('/api/locations', { signal }) as Promise<{ locations: readonly Location[] }>,
    staleTime: 60_000,
  })
}
