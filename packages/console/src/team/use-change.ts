import { useMutation, useQueryClient } from '@tanstack/react-query'
import { rolesKey } from '../roles/queries.ts'
import { membersKey } from './queries.ts'

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
      await Promise.all([
        queries.invalidateQueries({ queryKey: membersKey }),
        queries.invalidateQueries({ queryKey: rolesKey }),
        queries.invalidateQueries({ queryKey: ['why'] }),
      ])
      done(made)
    },
  })
}
