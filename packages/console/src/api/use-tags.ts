import type { Tag } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryOf, viewerKey } from './query.ts'
import { useMe } from './use-me.ts'

/** The tags of the practice by their id, in the order of what they are called. Empty until they are there, and for who sees no patients. */
export function useTags(): ReadonlyMap<string, Tag> {
  const me = useMe()
  const { data } = useQuery({
    ...queryOf('GET /api/tags', viewerKey(me)),
    enabled: me.open.includes('listTags'),
    staleTime: 60_000,
  })
  return useMemo(() => {
    const sorted = data?.tags.toSorted((one, other) => one.label.localeCompare(other.label))
    return new Map(sorted?.map((tag) => [tag.id, tag]))
  }, [data])
}
