import type { Why } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

/** An act on a kind of record, or on one record. Without `member`, about oneself as one works now. */
export interface AnyQuestion {
  readonly kind: string
  readonly act: string
  readonly record?: string | undefined
  readonly member?: string | undefined
  readonly actingFor?: string | undefined
}

export function askWhyAny(eyes: Eyes, { kind, act, record, member, actingFor }: AnyQuestion) {
  const query = new URLSearchParams({
    kind,
    act,
    ...(record !== undefined && { record }),
    ...(member !== undefined && { member }),
    // Whom one acts for oneself is part of one's session.
    ...(member !== undefined && actingFor !== undefined && { actingFor }),
  })
  return queryOptions({
    queryKey: ['why-any', eyes, kind, act, record, member, actingFor],
    queryFn: ({ signal }) => request(`/api/why?${query}`, { signal }) as Promise<Why>,
  })
}
