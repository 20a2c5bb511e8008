import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { invalidate } from '../api/query.ts'

/** What a change is made upon, and whether the person confirms that it widens their own access. */
export interface Saving {
  readonly version: number
  readonly confirmed: boolean
}

/** Change something about a patient: what shows it is asked again, also when somebody else was faster. */
export function useChange<Given>(change: (given: Given) => Promise<unknown>, done: () => void) {
  const queries = useQueryClient()
  const refresh = () =>
    invalidate(
      queries,
      'GET /api/patients/:id',
      'GET /api/patients/:id/care-team',
      'GET /api/who-can',
      'GET /api/patients',
      'GET /api/patients/count',
      'GET /api/patients/:patient/notes',
    )
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await refresh()
      done()
    },
    onError: async (error) => {
      if (error instanceof Failure && error.status === 412) await refresh()
    },
  })
}
