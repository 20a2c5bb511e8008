import { type QueryKey, useQueryClient } from '@tanstack/react-query'

/** Ask a question anew, also while an answer is still waited for: what hangs is given up first. */
export function useAskAgain(queryKey: QueryKey): () => void {
  const queries = useQueryClient()
  return () =>
    void queries
      .cancelQueries({ queryKey, exact: true })
      .then(() => queries.refetchQueries({ queryKey, exact: true }))
}
