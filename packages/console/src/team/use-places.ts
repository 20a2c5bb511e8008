import { useMemo } from 'react'
import { useLocations } from '../api/use-locations.ts'
import { useTags } from '../api/use-tags.ts'
import { useTimeZone } from '../api/use-time-zone.ts'

/** What locations and tags are called, and by which clock days are told. */
export interface Places {
  /** The practice's, wherever the reader is. */
  readonly timeZone: string
  readonly locations: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

/** The names of the practice's locations and tags, as far as one may see them. */
export function usePlaces(): Places {
  const locations = useLocations()
  const tags = useTags()
  const timeZone = useTimeZone()
  return useMemo(
    () => ({
      timeZone,
      locations: new Map([...locations.values()].map(({ id, name }) => [id, name])),
      tags: new Map([...tags.values()].map(({ id, label }) => [id, label])),
    }),
    [locations, tags, timeZone],
  )
}
