import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { eyesOf } from '../api/questions.ts'
import { useMe } from '../shell/use-me.ts'
import { askLocations, askTags } from './questions.ts'

/** What locations and tags are called. */
export interface Places {
  readonly locations: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

/** The names of the practice's locations and tags, as far as one may see them. */
export function usePlaces(): Places {
  const me = useMe()
  const eyes = eyesOf(me)
  const locations = useQuery({ ...askLocations(eyes), enabled: me.open.includes('listLocations') })
  const tags = useQuery({ ...askTags(eyes), enabled: me.open.includes('listTags') })
  return useMemo(
    () => ({
      locations: new Map(locations.data?.map(({ id, name }) => [id, name])),
      tags: new Map(tags.data?.map(({ id, label }) => [id, label])),
    }),
    [locations.data, tags.data],
  )
}
