/**
 * Everything the console asks, as query options.
 *
 * What a person reaches is kept under whose eyes it was seen with: another person, or an assistant acting for somebody
 * else, never gets to see what the one before left behind.
 */

import type { Me, Members, PatientCount, PatientPage, People, Why } from '@rolecall/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { Failure } from './failure.ts'
import { request } from './request.ts'

/** Whose eyes an answer was seen with. */
export type Eyes = `${string} for ${string}`

export function eyesOf({ member, actingFor }: Me): Eyes {
  return `${member.id} for ${actingFor?.id ?? 'nobody'}`
}

/** A question about one patient id, as a link carries it. Without `member`, about oneself as one works now. */
export interface WhyQuestion {
  /** Without it, the question is what one reaches at all. */
  readonly patient?: string | undefined
  readonly member?: string | undefined
  readonly actingFor?: string | undefined
}

const pageLength = 100

export const askPeople = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => request('/api/people', { signal }) as Promise<People>,
})

export const askMe = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request('/api/me', { signal }) as Promise<Me>,
})

export function askMembers(eyes: Eyes) {
  return queryOptions({
    queryKey: ['members', eyes],
    queryFn: ({ signal }) => request('/api/members', { signal }) as Promise<Members>,
  })
}

export function askPatients(eyes: Eyes, search: string) {
  return infiniteQueryOptions({
    queryKey: ['patients', eyes, search],
    queryFn: ({ signal, pageParam }) =>
      unlessRefused<PatientPage>(
        request(`/api/patients${asked({ search, after: pageParam, limit: pageLength })}`, { signal }),
        { patients: [], next: null },
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // Coming back to the window would fetch every page scrolled through so far.
    refetchOnWindowFocus: false,
    // While one types, the rows stay until the next ones are there; never across a change of eyes.
    placeholderData: (before, query) => (query?.queryKey[1] === eyes ? before : undefined),
  })
}

export function askCount(eyes: Eyes, search: string) {
  return queryOptions({
    queryKey: ['count', eyes, search],
    queryFn: ({ signal }) =>
      unlessRefused<PatientCount>(request(`/api/patients/count${asked({ search })}`, { signal }), {
        count: 0,
      }),
  })
}

export function askWhy(eyes: Eyes, { patient, member, actingFor }: WhyQuestion) {
  return queryOptions({
    queryKey: ['why', eyes, patient, member, actingFor],
    queryFn: ({ signal }) =>
      request(`/api/why${asked({ patient, member, actingFor })}`, { signal }) as Promise<Why>,
  })
}

export async function signIn(member: string): Promise<void> {
  await request('/api/session/picked', { method: 'POST', body: { member } })
}

export async function signOut(): Promise<void> {
  await request('/api/session', { method: 'DELETE' })
}

export async function actFor(practitioner: string | null): Promise<void> {
  await request('/api/session/acting-for', { method: 'PUT', body: { practitioner } })
}

/** Who may view no patient at all gets the empty page, which says why. */
async function unlessRefused<T>(answer: Promise<unknown>, empty: T): Promise<T> {
  try {
    return (await answer) as T
  } catch (error) {
    if (error instanceof Failure && error.kind === 'refused') return empty
    throw error
  }
}

function asked(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') given.set(name, String(value))
  }
  return given.size === 0 ? '' : `?${given}`
}
