import type { HeldRole, JobTitleRecommendation, MemberAccess, WholeMember } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

/** Everything about people, so that one change asks all of it anew. */
export const membersKey = ['members'] as const

function pathOf(member: string, rest = ''): string {
  return `/api/members/${encodeURIComponent(member)}${rest}`
}

export function askMember(eyes: Eyes, member: string) {
  return queryOptions({
    queryKey: [...membersKey, eyes, member],
    queryFn: ({ signal }) => request(pathOf(member), { signal }) as Promise<WholeMember>,
  })
}

export function askAccess(eyes: Eyes, member: string, actingFor: string | undefined) {
  return queryOptions({
    queryKey: [...membersKey, eyes, member, 'access', actingFor],
    queryFn: ({ signal }) =>
      request(
        pathOf(member, `/access${actingFor === undefined ? '' : `?${new URLSearchParams({ actingFor })}`}`),
        { signal },
      ) as Promise<MemberAccess>,
  })
}

/** What one may do oneself, to compare. */
export function askMyAccess(eyes: Eyes) {
  return queryOptions({
    queryKey: [...membersKey, eyes, 'me', 'access'],
    queryFn: ({ signal }) => request('/api/me/access', { signal }) as Promise<MemberAccess>,
  })
}

export function askJobTitles(eyes: Eyes) {
  return queryOptions({
    queryKey: ['job-titles', eyes, 'team'],
    queryFn: async ({ signal }) =>
      (
        (await request('/api/job-titles', { signal })) as {
          readonly jobTitles: readonly JobTitleRecommendation[]
        }
      ).jobTitles,
  })
}

/** When something is to hold, as instants. Null: no bound. */
export interface SpanAsked {
  readonly from: string | null
  readonly until: string | null
}

export interface GrantAsked extends SpanAsked {
  readonly role: string
  readonly at: readonly string[] | null
  readonly tagged: readonly string[] | null
  readonly confirmed: boolean
}

export function giveRole(member: string, grant: GrantAsked): Promise<HeldRole> {
  return request(pathOf(member, '/grants'), { method: 'POST', body: grant }) as Promise<HeldRole>
}

/** Where and when a role that somebody holds is to hold from now on. */
export function editGrant(
  member: string,
  grant: string,
  edit: Omit<GrantAsked, 'role'> & { readonly version: number },
): Promise<HeldRole> {
  return request(pathOf(member, `/grants/${encodeURIComponent(grant)}`), {
    method: 'PATCH',
    body: edit,
  }) as Promise<HeldRole>
}

/** What is corrected about a person. What is left out stays. */
export interface MemberEdit extends Partial<SpanAsked> {
  readonly name?: string
  readonly jobTitle?: string | null
  readonly email?: string | null
}

export function editMember(
  member: string,
  edit: MemberEdit,
  version: number,
  confirmed: boolean,
): Promise<WholeMember> {
  return request(pathOf(member), {
    method: 'PATCH',
    body: { ...edit, confirmed },
    version,
  }) as Promise<WholeMember>
}

export async function takeRole(member: string, grant: string, confirmed: boolean): Promise<void> {
  await request(pathOf(member, `/grants/${encodeURIComponent(grant)}?confirmed=${confirmed}`), {
    method: 'DELETE',
  })
}

export async function lockMember(member: string): Promise<void> {
  await request(pathOf(member, '/lock'), { method: 'POST' })
}

export async function unlockMember(member: string): Promise<void> {
  await request(pathOf(member, '/unlock'), { method: 'POST' })
}

export async function archiveMember(
  member: string,
  successor: string | null,
  confirmed: boolean,
): Promise<void> {
  await request(pathOf(member, '/archive'), { method: 'POST', body: { successor, confirmed } })
}

export function inviteMember(member: string, email: string): Promise<{ readonly email: string }> {
  return request(pathOf(member, '/invite'), {
    method: 'POST',
    body: email === '' ? {} : { email },
  }) as Promise<{ readonly email: string }>
}

export interface LimitsAsked {
  readonly tags: ({ readonly match: 'any' | 'all'; readonly tags: readonly string[] } & SpanAsked) | null
  readonly ownNotesOnly: SpanAsked | null
  readonly hidePrices: SpanAsked | null
}

export function setLimits(
  member: string,
  limits: LimitsAsked,
  version: number,
  confirmed: boolean,
): Promise<WholeMember> {
  return request(pathOf(member, '/limits'), {
    method: 'PUT',
    body: { ...limits, version, confirmed },
  }) as Promise<WholeMember>
}

export type Level = 'none' | 'view' | 'edit'

export type TeamAsked =
  | { readonly setting: 'own' }
  | ({ readonly setting: 'all'; readonly level: Level } & Partial<SpanAsked>)
  | {
      readonly setting: 'members'
      readonly members: readonly ({ readonly member: string; readonly level: Level } & Partial<SpanAsked>)[]
    }
  | {
      readonly setting: 'advanced'
      readonly members: readonly ({
        readonly member: string
        readonly section: string | null
        readonly level: Level
      } & Partial<SpanAsked>)[]
    }

export function setTeamAccess(
  member: string,
  team: TeamAsked,
  version: number | undefined,
  confirmed: boolean,
): Promise<WholeMember> {
  return request(pathOf(member, '/team-access'), {
    method: 'PUT',
    body: { team, version, confirmed },
  }) as Promise<WholeMember>
}

export async function setManaged(
  member: string,
  practitioners: readonly ({ readonly member: string } & SpanAsked)[],
  version: number,
  confirmed: boolean,
): Promise<void> {
  await request(pathOf(member, '/managed-practitioners'), {
    method: 'PUT',
    body: { practitioners, version, confirmed },
  })
}

export interface NewMember {
  readonly kind: string
  readonly name: string
  readonly jobTitle: string | null
  readonly email: string | null
}

export function addMember(member: NewMember): Promise<WholeMember> {
  return request('/api/members', { method: 'POST', body: member }) as Promise<WholeMember>
}
