/**
 * Everything the console asks, as query options.
 *
 * What a person reaches is kept under whose eyes it was seen with: another person, or an assistant acting for somebody
 * else, never gets to see what the one before left behind.
 */

import type {
  Announcements,
  Entrance,
  Me,
  Members,
  PatientCount,
  PatientPage,
  People,
  Why,
} from '@rolecall/contract'
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

/** How one gets in here: by a password, by picking a made-up person, or by setting up first. */
export const askEntrance = queryOptions({
  queryKey: ['entrance'],
  queryFn: ({ signal }) => request('/api/entrance', { signal }) as Promise<Entrance>,
  staleTime: 60_000,
  meta: { outside: true },
})

export const askPeople = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => request('/api/people', { signal }) as Promise<People>,
  meta: { outside: true },
})

export const askMe = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => request('/api/me', { signal }) as Promise<Me>,
})

/** What was done at the machine, and one has not said yet that one has seen it. */
export function askAnnouncements(eyes: Eyes) {
  return queryOptions({
    queryKey: ['announcements', eyes],
    queryFn: ({ signal }) => request('/api/announcements', { signal }) as Promise<Announcements>,
  })
}

export async function seeAnnouncement(id: string): Promise<void> {
  await request(`/api/announcements/${encodeURIComponent(id)}/seen`, { method: 'PUT' })
}

export function askMembers(eyes: Eyes) {
  return queryOptions({
    queryKey: ['members', eyes],
    queryFn: ({ signal }) => request('/api/members', { signal }) as Promise<Members>,
  })
}

/** What narrows the list of patients on the screen, and its order. */
export interface PatientFilter {
  readonly tag?: string | undefined
  readonly practitioner?: string | undefined
  readonly sort?: string | undefined
}

export function askPatients(eyes: Eyes, search: string, { tag, practitioner, sort }: PatientFilter = {}) {
  return infiniteQueryOptions({
    queryKey: ['patients', eyes, search, tag, practitioner, sort],
    queryFn: ({ signal, pageParam }) =>
      unlessRefused<PatientPage>(
        request(
          `/api/patients${asked({ search, tag, practitioner, sort, after: pageParam, limit: pageLength })}`,
          { signal },
        ),
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

export function askCount(eyes: Eyes, search: string, { tag, practitioner }: PatientFilter = {}) {
  return queryOptions({
    queryKey: ['count', eyes, search, tag, practitioner],
    queryFn: ({ signal }) =>
      unlessRefused<PatientCount>(
        request(`/api/patients/count${asked({ search, tag, practitioner })}`, { signal }),
        {
          count: 0,
        },
      ),
  })
}

export function askWhy(eyes: Eyes, { patient, member, actingFor }: WhyQuestion) {
  return queryOptions({
    queryKey: ['why', eyes, patient, member, actingFor],
    queryFn: ({ signal }) =>
      request(`/api/why${asked({ patient, member, actingFor })}`, { signal }) as Promise<Why>,
  })
}

export interface Credentials {
  readonly email: string
  readonly password: string
  /** Where an account has a place in several practices: which of them. */
  readonly practice?: string
}

export async function signIn(credentials: Credentials): Promise<void> {
  await request('/api/session', { method: 'POST', body: credentials })
}

/** Go on with a session that waits for its password. */
export async function unlock(password: string): Promise<void> {
  await request('/api/session/unlock', { method: 'POST', body: { password } })
}

export async function askForReset(email: string): Promise<void> {
  await request('/api/password-reset', { method: 'POST', body: { email } })
}

export async function resetPassword(reset: { token: string; password: string }): Promise<void> {
  await request('/api/password-reset', { method: 'PUT', body: reset })
}

export async function acceptInvitation(acceptance: {
  token: string
  name?: string
  password: string
}): Promise<void> {
  await request('/api/invitation', { method: 'PUT', body: acceptance })
}

export interface SetUp {
  readonly token: string
  readonly practice: { readonly name: string; readonly kind: string; readonly timeZone: string }
  readonly sharesPatients: boolean
  readonly assistantsReadSignedNotes: boolean
  readonly modules: readonly string[]
  readonly owner: {
    readonly name: string
    readonly email: string
    readonly password: string
    readonly memberKind: 'practitioner' | 'administrative'
  }
}

export async function setUp(answers: SetUp): Promise<void> {
  await request('/api/set-up', { method: 'POST', body: answers })
}

/** Whether a password would be accepted. `words`: what it must not be made of. */
export function askStrength(password: string, words: readonly string[]) {
  return queryOptions({
    queryKey: ['strength', password, words],
    queryFn: ({ signal }) =>
      request('/api/account/password/strength', {
        method: 'POST',
        body: { password, words },
        signal,
      }) as Promise<{ accepted: boolean; sentence: string }>,
    // What was typed is kept no longer than it is looked at.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export async function pickPerson(member: string): Promise<void> {
  await request('/api/session/picked', { method: 'POST', body: { member } })
}

export async function signOut(): Promise<void> {
  await request('/api/session', { method: 'DELETE' })
}

export async function actFor(practitioner: string | null): Promise<void> {
  await request('/api/session/acting-for', { method: 'PUT', body: { practitioner } })
}

/** A person who may view no patient at all gets the empty page, which says why. Other refusals are shown. */
async function unlessRefused<T>(answer: Promise<unknown>, empty: T): Promise<T> {
  try {
    return (await answer) as T
  } catch (error) {
    if (error instanceof Failure && error.status === 403) return empty
    throw error
  }
}

/** What is asked for, as the end of an address; what is empty is left out. */
export function asked(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') given.set(name, String(value))
  }
  return given.size === 0 ? '' : `?${given}`
}
