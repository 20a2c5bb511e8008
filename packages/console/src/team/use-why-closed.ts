import type { ListedMember, OperationId, RoleView } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { askMembers, eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { askRoles } from '../roles/queries.ts'
import { joined } from './member-words.ts'

/** What is done to oneself by nobody, not even by the only admin. */
const neverOwn: readonly OperationId[] = ['lockMember', 'unlockMember', 'archiveMember', 'inviteMember']

/**
 * Why a change to somebody is closed to who is signed in, as far as the screen can know. Undefined: it is open, and
 * the server has the last word.
 */
export function useWhyClosed(
  member: Pick<ListedMember, 'id' | 'name' | 'status' | 'owner'>,
  operation: OperationId,
): string | undefined {
  const me = useMe()
  const eyes = eyesOf(me)
  const { data: everybody } = useQuery({ ...askMembers(eyes), enabled: me.open.includes('listMembers') })
  const { data: roles } = useQuery({ ...askRoles(eyes), enabled: me.open.includes('listRoles') })
  if (!me.open.includes(operation)) return 'Only those who manage accounts do this. Ask an admin.'
  if (member.id === me.member.id || member.id === me.actingFor?.id) {
    const others = adminsAmong(everybody?.members ?? [], roles ?? []).filter(({ id }) => id !== me.member.id)
    if (others.length > 0 || neverOwn.includes(operation))
      return `Nobody changes their own access. Ask ${
        joined(
          others.map(({ name }) => name),
          'or',
        ) || 'another admin'
      }.`
  }
  if (member.status === 'archived') return `${member.name} has left the practice.`
  if (member.owner && (operation === 'lockMember' || operation === 'archiveMember'))
    return 'The owner stays until the practice is handed over to somebody else.'
  return undefined
}

/** Everybody who manages accounts and can sign in. */
function adminsAmong(members: readonly ListedMember[], roles: readonly RoleView[]): readonly ListedMember[] {
  const managing = new Set(
    roles.flatMap(({ id, permissions }) => (permissions.includes('accounts.manage') ? [id] : [])),
  )
  return members.filter(
    ({ standing, owner, roles: held }) =>
      standing === 'active' &&
      (owner ||
        held.some(({ role, when, at, tagged }) => when === 'now' && !at && !tagged && managing.has(role))),
  )
}
