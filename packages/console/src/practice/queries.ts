/** What is asked about the practice as a whole: what its tags and locations are called. */
import type { Location, Tag } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

export function askTags(eyes: Eyes) {
  return queryOptions({
    queryKey: ['tags', eyes],
    queryFn: async ({ signal }) =>
      ((await request('/api/tags', { signal })) as { readonly tags: readonly Tag[] }).tags,
    staleTime: 60_000,
  })
}

export function askLocations(eyes: Eyes) {
  return queryOptions({
    queryKey: ['locations', eyes],
    queryFn: async ({ signal }) =>
      ((await request('/api/locations', { signal })) as { readonly locations: readonly Location[] })
        .locations,
    staleTime: 60_000,
  })
}
