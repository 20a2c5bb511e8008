import type { RoleMatrix, RolePreview, RoleView, SpanText } from '@rolecall/contract'
import { queryOptions } from '@tanstack/react-query'
import type { Eyes } from '../api/queries.ts'
import { request } from '../api/request.ts'

/** What an edit of a role may say. What it does not say stays. */
export interface RoleEdit {
  readonly label?: string
  readonly permissions?: readonly string[]
  readonly fits?: readonly string[]
  /** Roles or people who alone may give it. Null: any admin. */
  readonly grantableBy?: readonly string[] | null
  readonly tagLimit?: (SpanText & { readonly match: 'any' | 'all'; readonly tags: readonly string[] }) | null
  readonly hidePrices?: SpanText | null
}

/** Everything about roles, so that one change asks all of it anew. */
export const rolesKey = ['roles'] as const

export function askMatrix(eyes: Eyes) {
  return queryOptions({
    queryKey: [...rolesKey, eyes, 'matrix'],
    queryFn: ({ signal }) => request('/api/roles/matrix', { signal }) as Promise<RoleMatrix>,
  })
}

export function askRoles(eyes: Eyes) {
  return queryOptions({
    queryKey: [...rolesKey, eyes, 'list'],
    queryFn: async ({ signal }) =>
      ((await request('/api/roles', { signal })) as { readonly roles: readonly RoleView[] }).roles,
  })
}

export function previewRole(id: string, edit: RoleEdit): Promise<RolePreview> {
  return request(`/api/roles/${encodeURIComponent(id)}/preview`, {
    method: 'POST',
    body: edit,
  }) as Promise<RolePreview>
}

export function saveRole(id: string, version: number, edit: RoleEdit, confirmed: boolean): Promise<RoleView> {
  return request(`/api/roles/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { ...edit, confirmed },
    version,
  }) as Promise<RoleView>
}

/** Make a role: what `copyOf` names and the rest does not say comes from there. */
export function addRole(
  role: RoleEdit & { readonly label: string; readonly copyOf?: string },
): Promise<RoleView> {
  return request('/api/roles', { method: 'POST', body: role }) as Promise<RoleView>
}

export async function deleteRole(id: string): Promise<void> {
  await request(`/api/roles/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
