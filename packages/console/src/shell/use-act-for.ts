import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { invalidate } from '../api/query.ts'

/** Chooses the practitioner an assistant acts for; null is no one. Everything they see is asked again. */
export function useActFor() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (practitioner: string | null) =>
      call('PUT /api/session/acting-for', { body: { practitioner } }),
    onSuccess: () => invalidate(queries, 'GET /api/me'),
  })
}
