import type { Me, Named } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { eyesOf } from '../api/questions.ts'
import { askCalendars } from './questions.ts'

interface OpenCalendars {
  /** Whose calendars one may look into: one's own and that of whom one acts for first, then by name. */
  readonly people: readonly Named[]
  /** Those of them in whose calendars one may book. */
  readonly bookable: readonly Named[]
  /** Whether that is known by now. */
  readonly isKnown: boolean
}

export function useCalendars(me: Me): OpenCalendars {
  const { data = [], isSuccess } = useQuery(askCalendars(eyesOf(me)))
  const isOwn = ({ id }: Named): boolean => id === me.member.id || id === me.actingFor?.id
  const sorted = [...data].sort((a, b) => Number(isOwn(b.practitioner)) - Number(isOwn(a.practitioner)))
  return {
    people: sorted.map(({ practitioner }) => practitioner),
    bookable: sorted.flatMap(({ practitioner, mayBook }) => (mayBook ? [practitioner] : [])),
    isKnown: isSuccess,
  }
}
