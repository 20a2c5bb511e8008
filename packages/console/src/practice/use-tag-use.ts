import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'

/** What a tag is on, before it is renamed, merged or deleted. Nothing is loaded without a tag. */
export function useTagUse(tag: string | undefined) {
  return useQuery({
    ...queryOf('PATCH /api/tags/:id', viewerKey(useMe()), {
      params: { id: tag ?? '' },
      query: { dryRun: true },
      body: {},
    }),
    enabled: tag !== undefined,
    staleTime: 0,
    gcTime: 0,
  })
}
