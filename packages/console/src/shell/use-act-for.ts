import { useMutation, useQueryClient } from '@tanstack/react-query'
import { actFor, askMe } from '../api/queries.ts'

/** Chooses the practitioner an assistant acts for; null is no one. Everything they see is asked again. */
export function useActFor() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: actFor,
    onSuccess: () => queries.invalidateQueries({ queryKey: askMe.queryKey }),
  })
}
