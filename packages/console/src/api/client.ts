import { MutationCache, type Query, QueryCache, QueryClient } from '@tanstack/react-query'
import { Failure, needsProof } from './failure.ts'

declare module '@tanstack/react-query' {
  interface Register {
    /** `outside`: told to anyone, signed in or not. */
    queryMeta: { readonly outside?: true }
    /** `proves`: a wrong password is the answer to this one, and no news about the session. */
    mutationMeta: { readonly proves?: true }
  }
}

/** @param onProofNeeded is told when any answer says that the session is locked or over. */
export function makeClient(onProofNeeded: (failure: Failure) => void): QueryClient {
  const notice = (error: unknown): void => {
    if (needsProof(error)) onProofNeeded(error)
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, { meta }) => {
        if (meta?.proves !== true) notice(error)
      },
    }),
    defaultOptions: {
      queries: {
        // Access changes at once on the server; whoever comes back to the window sees it.
        staleTime: 10_000,
        // A lost connection is said, not waited out in silence.
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && error instanceof Failure && error.passes,
        retryDelay: 400,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/**
 * Forget every answer but those that anyone gets: what somebody saw is not there for the next. A page that is open asks
 * anew, as whoever is signed in now; `clear` would leave it waiting for ever for what it has just asked.
 */
export function clearCache(client: QueryClient): void {
  client.getMutationCache().clear()
  const predicate = ({ meta }: Query): boolean => meta?.outside !== true
  client.removeQueries({ type: 'inactive', predicate })
  void client.resetQueries({ predicate })
}
