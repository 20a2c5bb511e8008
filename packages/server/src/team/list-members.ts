import type { ListedMember } from '@rolecall/contract'
import { type Member, practiceCatalog } from '@rolecall/core'
import { managedNow } from '../access/acting-for.ts'
import type { RequestContext } from '../access/door.ts'
import { nameOf } from '../access/member-name.ts'
import { type Introductions, jobOf } from '../demo/demo-people.ts'
import { standingOf } from './effective-status.ts'
import { heldRole } from './held-role.ts'
import type { MemberRow } from './member-row.ts'
import { spanText } from './span-text.ts'
import { namedMember } from './team-access.ts'

/** The people of the practice, in the order of their ids. */
export function listMembers(
  door: RequestContext,
  timeZone: string,
  rows: ReadonlyMap<string, MemberRow>,
  introductions: Introductions | undefined,
): ListedMember[] {
  return door.snapshot.policy.members.map((member) =>
    listedMember(door, timeZone, member, rows.get(member.id), introductions),
  )
}

export function listedMember(
  { snapshot, at }: RequestContext,
  timeZone: string,
  member: Member,
  row: MemberRow | undefined,
  introductions: Introductions | undefined,
): ListedMember {
  return {
    id: member.id,
    name: nameOf(member),
    kind: member.kind,
    job: jobInWords(member, row, introductions),
    manages: managedNow(snapshot, member, at).map(({ id }) => namedMember(snapshot, id)),
    status: member.status,
    standing: standingOf(member, at),
    ...spanText(member),
    jobTitle: row?.job_title ?? null,
    email: row?.email ?? null,
    account: member.account,
    owner: member.owner,
    roles: member.grants.map((grant) => heldRole(snapshot, grant, { at, timeZone })),
    lastSeen: row?.last_seen?.toISOString() ?? null,
  }
}

/** What they do: as they were introduced, by their title, or else by what they are here. */
function jobInWords(
  member: Member,
  row: MemberRow | undefined,
  introductions: Introductions | undefined,
): string {
  const introduction = introductions?.get(member.id)
  if (introduction !== undefined && introduction.title === (row?.job_title ?? undefined))
    return introduction.job
  return practiceCatalog.jobTitles[row?.job_title ?? '']?.label ?? jobOf(member, undefined)
}
