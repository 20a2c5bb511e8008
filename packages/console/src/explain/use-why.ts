import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { withoutWhy } from '../patients/patients-search.ts'

const route = getRouteApi('/shell/patients')

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Why? was opened from the page below, so closing it goes back. */
    readonly whyFromHere?: boolean
  }
}

/** Opens and closes Why?. Only the address says whether it is open. */
export function useWhy() {
  const { history } = useRouter()
  const navigate = route.useNavigate()
  const ask = useCallback(
    (patient: string): void =>
      void navigate({
        search: (now) => ({ ...withoutWhy(now), why: patient }),
        state: { whyFromHere: true },
        resetScroll: false,
      }),
    [navigate],
  )
  return {
    ask,
    /** The same patient, for another member, or for oneself without one. */
    askAs: (member?: string, actingFor?: string): void =>
      void navigate({
        search: ({ why, ...now }) => ({
          ...withoutWhy(now),
          ...(why !== undefined && { why }),
          ...(member !== undefined && { member }),
          ...(actingFor !== undefined && { actingFor }),
        }),
        state: (now) => now,
        replace: true,
        resetScroll: false,
      }),
    close: (): void => {
      if (history.location.state.whyFromHere) history.back()
      else void navigate({ search: withoutWhy, replace: true, resetScroll: false })
    },
  }
}
