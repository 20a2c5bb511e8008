import type { Patient, PatientPage } from '@rolecall/contract'
import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/** The patient from a list in the cache. Never asks the server: an id must not turn into a name that way. */
export function useListedPatient(id: string): Patient | undefined {
  const queries = useQueryClient()
  return useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => listedPatient(queries, id),
  )
}

function listedPatient(queries: QueryClient, id: string): Patient | undefined {
  for (const [, list] of queries.getQueriesData<InfiniteData<PatientPage>>({ queryKey: ['patients'] })) {
    for (const { patients } of list?.pages ?? []) {
      const found = patients.find((patient) => patient.id === id)
      if (found) return found
    }
  }
  return undefined
}
