import type { ListedMember, OperationId, RoleView } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import { joined } from './member-words.ts'

/** What no one does to themselves, not even the only admin. */
const neverOwn: readonly OperationId[] = ['lockMember', 'unlockMember', 'archiveMember', 'inviteMember']

/**
 * Why the reader can’t make a change to a person, as far as the screen can know. The server decides.
 *
 * @returns undefined if they can.
 */
export function useWhyClosed(
  member: Pick<ListedMember, 'id' | 'name' | 'status' | 'owner'>,
  operation: OperationId,
): string | undefined {
  const me = useMe()
  const admins = useOtherAdmins()
  if (!me.open.includes(operation)) return `Only admins can do this. ${askOneOf(admins, 'an admin')}`
  if (member.id === me.member.id || member.id === me.actingFor?.id) {
    if (admins.length > 0 || neverOwn.includes(operation))
      return `You can’t change your own access. ${askOneOf(admins, 'another admin')}`
  }
  if (member.status === 'archived') return `${member.name} has left the practice.`
  if (member.owner && (operation === 'lockMember' || operation === 'archiveMember'))
    return 'The owner can’t be locked or removed. Transfer ownership first.'
  return undefined
}

/** `Ask Mara Whitfield or Dr Wei Chen.` */
export function useAskAdmin(): string {
  return askOneOf(useOtherAdmins(), 'an admin')
}

/** Some names help; a long list does not. */
const namedAdmins = 3

function askOneOf(admins: readonly ListedMember[], someone: string): string {
  const names = admins.slice(0, namedAdmins).map(({ name }) => name)
  return `Ask ${joined(names, 'or') || someone}.`
}

/** The admins besides the reader, as far as the reader can see the team. */
function useOtherAdmins(): readonly ListedMember[] {
  const me = useMe()
  const roles = useRoles()
  const { data: team } = useQuery({
    ...queryOf('GET /api/members', viewerKey(me)),
    enabled: me.open.includes('listMembers'),
  })
  return adminsAmong(team?.members ?? [], roles).filter(({ id }) => id !== me.member.id)
}

/** Everyone who manages accounts and can sign in. */
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
