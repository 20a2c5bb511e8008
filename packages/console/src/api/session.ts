import { queryOptions } from '@tanstack/react-query'
/** Who is signed in, and how to sign in: what is loaded before anything else is. */
import { queryOf } from './query.ts'

const forAnyone = { outside: true } as const

/** How to sign in here. */
export const entranceQuery = queryOptions({
  ...queryOf('GET /api/entrance', 'anyone'),
  staleTime: 60_000,
  meta: forAnyone,
})

/** Who can be signed in as in the demo. */
export const demoPeopleQuery = queryOptions({ ...queryOf('GET /api/people', 'anyone'), meta: forAnyone })

export const meQuery = queryOf('GET /api/me', 'anyone')
