/** What is asked and changed about the practice as a whole. Everything of it may be shown anywhere. */
import type { Location, Practice, PracticeModules, Tag, TagUse } from '@rolecall/contract'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

export function askPractice(eyes: Eyes) {
  return queryOptions({
    queryKey: ['practice', eyes],
    queryFn: ({ signal }) => request('/api/practice', { signal }) as Promise<Practice>,
  })
}

export function askModules(eyes: Eyes) {
  return queryOptions({
    queryKey: ['practice', eyes, 'modules'],
    queryFn: async ({ signal }) =>
      ((await request('/api/practice/modules', { signal })) as PracticeModules).modules,
  })
}

export type Module = PracticeModules['modules'][number]

/** Roles of which one person holds at most so many. */
export interface Separation {
  readonly roles: readonly string[]
  readonly most: number
}

export function askSeparations(eyes: Eyes) {
  return queryOptions({
    queryKey: ['practice', eyes, 'separations'],
    queryFn: async ({ signal }) =>
      (
        (await request('/api/practice/separations', { signal })) as {
          readonly separations: readonly Separation[]
        }
      ).separations,
  })
}

/** What a tag is on, before it is renamed, merged or deleted. */
export function askTagUse(tag: string) {
  return queryOptions({
    queryKey: ['practice', 'tag-use', tag],
    queryFn: ({ signal }) =>
      request(`${tagPath(tag)}?dryRun=true`, { method: 'PATCH', body: {}, signal }) as Promise<TagUse>,
    staleTime: 0,
    gcTime: 0,
  })
}

export type PracticeEdit = Partial<Pick<Practice, 'name' | 'timeZone' | 'sharesPatients'>>

export function editPractice(edit: PracticeEdit): Promise<unknown> {
  return request('/api/practice', { method: 'PATCH', body: edit })
}

interface ModulesAsked {
  readonly on: readonly string[]
  readonly readOnly: readonly string[]
}

export function setModules(asked: ModulesAsked & { readonly before: ModulesAsked }): Promise<unknown> {
  return request('/api/practice/modules', { method: 'PUT', body: asked })
}

export function setSeparations(asked: {
  readonly separations: readonly Separation[]
  readonly before: readonly Separation[]
}): Promise<unknown> {
  return request('/api/practice/separations', { method: 'PUT', body: asked })
}

export function handOver(member: string): Promise<unknown> {
  return request('/api/owner', { method: 'POST', body: { member } })
}

export function addTag(tag: Pick<Tag, 'label' | 'colour'>): Promise<unknown> {
  return request('/api/tags', { method: 'POST', body: tag })
}

export function editTag(id: string, edit: Partial<Pick<Tag, 'label' | 'colour'>>): Promise<unknown> {
  return request(tagPath(id), { method: 'PATCH', body: edit })
}

export function mergeTag(id: string, into: string): Promise<unknown> {
  return request(`${tagPath(id)}/merge`, { method: 'POST', body: { into } })
}

export function deleteTag(id: string): Promise<unknown> {
  return request(tagPath(id), { method: 'DELETE' })
}

export function addLocation(location: Omit<Location, 'id'>): Promise<unknown> {
  return request('/api/locations', { method: 'POST', body: location })
}

export function editLocation({ id, name }: Location): Promise<unknown> {
  return request(`/api/locations/${encodeURIComponent(id)}`, { method: 'PATCH', body: { name } })
}

function tagPath(tag: string): string {
  return `/api/tags/${encodeURIComponent(tag)}`
}

/**
 * A change to the practice: when it is made, or somebody else's came first, everything is asked anew. It is done once
 * the page shows it: a dialog that is opened at once begins with what is there now.
 */
export function usePracticeChange(change: () => Promise<unknown>, done: () => void) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queries.invalidateQueries()
      done()
    },
    onError: () => queries.invalidateQueries({ queryKey: ['practice'] }),
  })
}
