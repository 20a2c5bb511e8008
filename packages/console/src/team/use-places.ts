import { useMemo } from 'react'
import { useLocations } from '../practice/use-locations.ts'
import { useTags } from '../practice/use-tags.ts'

/** What locations and tags are called. */
export interface Places {
  readonly locations: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

/** The names of the practice's locations and tags, as far as one may see them. */
export function usePlaces(): Places {
  const locations = useLocations()
  const tags = useTags()
  return useMemo(
    () => ({
      locations: new Map([...locations.values()].map(({ id, name }) => [id, name])),
      tags: new Map([...tags.values()].map(({ id, label }) => [id, label])),
    }),
    [locations, tags],
  )
}
