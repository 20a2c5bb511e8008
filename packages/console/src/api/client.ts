import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { Failure, isSignedOut } from './failure.ts'

/** @param onSignedOut is told when any answer says that the session is over. */
export function makeClient(onSignedOut: () => void): QueryClient {
  const notice = (error: unknown): void => {
    if (isSignedOut(error)) onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
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
