import type { Me, Named } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'

interface OpenCalendars {
  /** Whose calendars one may look into: one's own and that of whom one acts for first, then by name. */
  readonly people: readonly Named[]
  /** Those of them in whose calendars one may book. */
  readonly bookable: readonly Named[]
  /** Whether that is known by now. */
  readonly isKnown: boolean
  /** Why it is not. */
  readonly error: Error | null
  readonly askAgain: () => void
}

export function useCalendars(me: Me): OpenCalendars {
  const question = { ...queryOf('GET /api/calendars', viewerKey(me)), staleTime: 60_000 }
  const { data, error } = useQuery(question)
  const askAgain = useAskAgain(question.queryKey)
  const isOwn = ({ id }: Named): boolean => id === me.member.id || id === me.actingFor?.id
  const sorted = [...(data?.calendars ?? [])].sort(
    (a, b) => Number(isOwn(b.practitioner)) - Number(isOwn(a.practitioner)),
  )
  return {
    people: sorted.map(({ practitioner }) => practitioner),
    bookable: sorted.flatMap(({ practitioner, mayBook }) => (mayBook ? [practitioner] : [])),
    // What was known is known, also while it cannot be asked again.
    isKnown: data !== undefined,
    error,
    askAgain,
  }
}
