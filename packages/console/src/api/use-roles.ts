import type { RoleView } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from './query.ts'
import { useMe } from './use-me.ts'

/** The roles of the practice. Empty until they are loaded, and for those who don't see roles. */
export function useRoles(): readonly RoleView[] {
  const me = useMe()
  const { data } = useQuery({
    ...queryOf('GET /api/roles', viewerKey(me)),
    enabled: me.open.includes('listRoles'),
  })
  return data?.roles ?? []
}
