import { holds, type Instant, type Member, practiceCatalog, type Snapshot } from '@rolecall/core'

/** Whether a person manages accounts in their own name now: an assistant does so for somebody, a program never. */
function isAdmin(snapshot: Snapshot, { id, kind }: Member, at: Instant): boolean {
  const permission = practiceCatalog.adminPermission
  if (permission === undefined || kind === 'assistant' || kind === 'integration') return false
  return holds(snapshot, { member: id, at, permission }).allowed
}

/** Whether nobody else could do it for them. */
export function isSoleAdmin(snapshot: Snapshot, member: Member, at: Instant): boolean {
  const admins = snapshot.policy.members.filter((one) => isAdmin(snapshot, one, at))
  return admins.length === 1 && admins[0]?.id === member.id
}
