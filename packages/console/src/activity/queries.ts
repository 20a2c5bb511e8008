import type { AuditPage, AuditVerification } from '@rolecall/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'
import { type ActivitySearch, asked } from './activity-search.ts'

export function askAudit(eyes: Eyes, filter: ActivitySearch, timeZone: string) {
  return infiniteQueryOptions({
    queryKey: ['audit', eyes, filter, timeZone],
    queryFn: ({ signal, pageParam }) => readAudit(filter, { timeZone, after: pageParam, limit: 100, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Each look at the log is an entry of the log: it is looked at when somebody asks, and not when they come back.
    refetchOnWindowFocus: false,
    placeholderData: (before, query) => (query?.queryKey[1] === eyes ? before : undefined),
  })
}

interface Part {
  /** In which the days of the filter begin and end. */
  readonly timeZone: string
  readonly after: string
  readonly limit: number
  readonly signal: AbortSignal
}

/** One page of the log, newest first. */
export async function readAudit(
  filter: ActivitySearch,
  { timeZone, after, limit, signal }: Part,
): Promise<AuditPage> {
  const query = new URLSearchParams({
    ...asked(filter, timeZone),
    limit: String(limit),
    ...(after !== '' && { after }),
  })
  return (await request(`/api/audit?${query}`, { signal })) as AuditPage
}

/** Begin to hold the log against its seals. A large one is still `running` after the answer. */
export async function verifyAudit(): Promise<AuditVerification> {
  return (await request('/api/audit/verify', { method: 'POST' })) as AuditVerification
}

/** How far it has come, asked again and again for as long as it runs. */
export function askVerification(eyes: Eyes) {
  return queryOptions({
    queryKey: ['verification', eyes],
    queryFn: ({ signal }) => request('/api/audit/verification', { signal }) as Promise<AuditVerification>,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1500 : false),
    staleTime: Number.POSITIVE_INFINITY,
  })
}
