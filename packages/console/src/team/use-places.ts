import { useMemo } from 'react'
import { useLocations } from '../api/use-locations.ts'
import { useTags } from '../api/use-tags.ts'
import { useTimeZone } from '../api/use-time-zone.ts'

/** The names of offices and tags, and the practice’s time zone. */
export interface Places {
  /** The practice’s, not the reader’s. */
  readonly timeZone: string
  readonly locations: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

/** In place of a name that is not loaded or that the reader can’t see: an id is no name. */
export const unknownOffice = 'another office'
export const unknownTag = 'another tag'

/** The names of the practice’s offices and tags, as far as the reader can see them. */
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
