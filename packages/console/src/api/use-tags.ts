import type { Tag } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { askTags } from '../practice/queries.ts'
import { eyesOf } from './queries.ts'
import { useMe } from './use-me.ts'

/** The tags of the practice by their id, in the order of what they are called. Empty until they are there, and for who sees no patients. */
export function useTags(): ReadonlyMap<string, Tag> {
  const me = useMe()
  const { data } = useQuery({ ...askTags(eyesOf(me)), enabled: me.open.includes('listTags') })
  return useMemo(() => {
    const sorted = data?.toSorted((one, other) => one.label.localeCompare(other.label))
    return new Map(sorted?.map((tag) => [tag.id, tag]))
  }, [data])
}
