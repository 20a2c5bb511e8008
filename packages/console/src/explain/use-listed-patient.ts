import type { Patient } from '@rolecall/contract'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { loadedPages } from '../api/query.ts'

/** The patient from a list in the cache. Never asks the server: an id must not turn into a name that way. */
export function useListedPatient(id: string): Patient | undefined {
  const queries = useQueryClient()
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => listedPatient(queries, id),
  )
}

function listedPatient(queries: QueryClient, id: string): Patient | undefined {
  for (const { patients } of loadedPages(queries, 'GET /api/patients')) {
    const found = patients.find((patient) => patient.id === id)
    if (found) return found
  }
  return undefined
}
