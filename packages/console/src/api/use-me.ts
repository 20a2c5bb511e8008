import type { Me } from '@rolecall/contract'
import { useSuspenseQuery } from '@tanstack/react-query'
import { meQuery } from './session.ts'

/** Who is signed in. For what stands inside the shell, which waits for the answer. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}
