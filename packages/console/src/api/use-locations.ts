import type { Location } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { queryOf, viewerKey } from './query.ts'
import { useMe } from './use-me.ts'

/** The locations of the practice by their id, in the order of their names. Empty until they are there, and for who sees neither patients nor bookings. */
export function useLocations(): ReadonlyMap<string, Location> {
  const me = useMe()
  const { data } = useQuery({
    ...queryOf('GET /api/locations', viewerKey(me)),
    enabled: me.open.includes('listLocations'),
    staleTime: 60_000,
  })
  return useMemo(() => {
    const sorted = data?.locations.toSorted((one, other) => one.name.localeCompare(other.name))
    return new Map(sorted?.map((location) => [location.id, location]))
  }, [data])
}
