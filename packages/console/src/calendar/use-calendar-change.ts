import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'

/** Change something in the calendar: what shows it is asked again, also where somebody else was faster. */
export function useCalendarChange<Given>(change: (given: Given) => Promise<unknown>, done: () => void) {
  const queries = useQueryClient()
  const refresh = () => Promise.all(shown.map((name) => queries.invalidateQueries({ queryKey: [name] })))
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await refresh()
      done()
    },
    onError: async (error) => {
      if (error instanceof Failure && (error.status === 412 || error.status === 409)) await refresh()
    },
  })
}

/** A patient's care team and locations follow their appointments, and so does who sees the patient. */
const shown = ['calendar', 'appointment', 'patient', 'care-team', 'who-can', 'patients', 'count']
