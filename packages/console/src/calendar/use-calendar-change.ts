import type { Appointment, RouteInput } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { Failure } from '../api/failure.ts'
import { invalidate } from '../api/query.ts'

/** A change, and whether the person confirms that it widens their own access. */
export type Confirmable<Change> = Change & { readonly confirmed: boolean }

/** Change something in the calendar: what shows it is loaded again, also where somebody else was faster. */
export function useCalendarChange<Given>(change: (given: Given) => Promise<unknown>, done: () => void) {
  const queries = useQueryClient()
  const refresh = () =>
    invalidate(
      queries,
      'GET /api/appointments',
      'GET /api/appointments/:id',
      // A patient's care team and locations follow their appointments, and so does who sees the patient.
      'GET /api/patients/:id',
      'GET /api/patients/:id/care-team',
      'GET /api/who-can',
      'GET /api/patients',
      'GET /api/patients/count',
    )
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

export interface Move {
  readonly appointment: Pick<Appointment, 'id' | 'version'>
  readonly to: RouteInput<'PATCH /api/appointments/:id'>['body']
}

/** Move an appointment to another time, place or practitioner. */
export function useMove(done: () => void) {
  return useCalendarChange(
    ({ appointment: { id, version }, to, confirmed }: Confirmable<Move>) =>
      call('PATCH /api/appointments/:id', { params: { id }, version, body: { ...to, confirmed } }),
    done,
  )
}
