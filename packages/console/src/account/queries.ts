import type { OwnSessions } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

export function askSessions(eyes: Eyes) {
  return queryOptions({
    queryKey: ['sessions', eyes],
    queryFn: ({ signal }) => request('/api/sessions', { signal }) as Promise<OwnSessions>,
  })
}

export async function endSession(id: string): Promise<void> {
  await request(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export async function endOtherSessions(): Promise<void> {
  await request('/api/sessions', { method: 'DELETE' })
}

export async function changePassword(change: { current: string; next: string }): Promise<void> {
  await request('/api/account/password', { method: 'PUT', body: change })
}
