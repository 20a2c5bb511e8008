/**
 * Whether the page waits for somebody to prove who they are. It is kept beside the answers, so that it goes with them.
 */
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { Failure } from './failure.ts'

export type Proof = 'not-needed' | 'locked' | 'signed-out'

/** Never fetched: set where an answer asks for it. */
export const proof = queryOptions<Proof>({
  queryKey: ['proof'],
  queryFn: () => 'not-needed',
  initialData: 'not-needed',
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

export function askForProof(client: QueryClient, kind: Failure['kind']): void {
  client.setQueryData<Proof>(proof.queryKey, kind === 'locked' ? 'locked' : 'signed-out')
}

/** Go on: what was refused meanwhile is asked again, and what was typed is still there. */
export async function goOn(client: QueryClient): Promise<void> {
  client.setQueryData<Proof>(proof.queryKey, 'not-needed')
  await client.invalidateQueries()
}
