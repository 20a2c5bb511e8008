import { useMutation, useQueryClient } from '@tanstack/react-query'
import { rolesKey } from '../roles/queries.ts'
import { membersKey } from './queries.ts'

/**
 * A change to what people may do: when it is made, everything about people and roles is asked anew.
 *
 * @param change gets whether the person confirms that it changes their own access.
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
