import { useMutation, useQueryClient } from '@tanstack/react-query'
import { invalidateAccess } from '../api/invalidate-access.ts'

/**
 * A change of access: once it is made, everything about people and roles is fetched again.
 *
 * @param change gets whether the person confirms a change of their own access.
 */
export function useChange<T>(change: (isConfirmed: boolean) => Promise<T>, done: (made: T) => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async (made) => {
      await invalidateAccess(queries)
      done(made)
    },
  })
}
