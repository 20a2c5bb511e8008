import { useMutation, useQueryClient } from '@tanstack/react-query'
import { invalidate } from '../api/query.ts'

/**
 * A change to the practice: when it is made, or somebody else's came first, everything is asked anew. It is done once
 * the page shows it: a dialog that is opened at once begins with what is there now.
 */
export function usePracticeChange(change: () => Promise<unknown>, done: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries()
      done()
    },
    onError: () =>
      invalidate(queries, 'GET /api/practice', 'GET /api/practice/modules', 'GET /api/practice/separations'),
  })
}
