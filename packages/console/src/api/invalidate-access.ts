import type { QueryClient } from '@tanstack/react-query'
import { invalidate } from './query.ts'

/** Loads members, roles and what they allow anew, after a change to any of them. */
export async function invalidateAccess(queries: QueryClient): Promise<void> {
  await invalidate(
    queries,
    'GET /api/members',
    'GET /api/members/:id',
    'GET /api/members/:id/access',
    'GET /api/me/access',
    'GET /api/roles',
    'GET /api/roles/matrix',
    'GET /api/why',
  )
}
