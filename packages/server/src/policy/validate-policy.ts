/**
 * What is wrong with a policy as a whole. Asked before a change of it is kept, so that no sequence of changes, each of
 * which looked right alone, leaves a practice without an owner or an assistant with a team.
 */
import {
  type Catalog,
  type Grant,
  type Instant,
  type Member,
  memberKinds,
  type Policy,
  type Role,
  type Share,
  type Span,
} from '@rolecall/core'
import { violatorsOf } from './separation-of-duty.ts'

export interface Fault {
  /** `conflict`: what was asked for is well said, and stands against something else the practice has. */
  readonly is: 'wrong' | 'conflict'
  /** What is wrong and what to do. */
  readonly sentence: string
}

/** Everything wrong with a policy, now or from a date in it on. Empty: it may be kept. */
export function faultsOf(catalog: Catalog, policy: Policy, at: Instant): readonly Fault[] {
  const known: Known = {
    catalog,
    members: new Map(policy.members.map((member) => [member.id, member])),
    roles: new Map(policy.roles.map((role) => [role.id, role])),
  }
  return [
    ...ownerFaults(policy.members),
    ...moduleFaults(catalog, policy),
    ...policy.roles.flatMap((role) => roleFaults(role, known)),
    ...policy.members.flatMap((member) => memberFaults(member, known)),
    ...policy.shares.flatMap((share) => shareFaults(share, known)),
    ...separationFaults(policy, known, at),
  ]
}

interface Known {
  readonly catalog: Catalog
  readonly members: ReadonlyMap<string, Member>
  readonly roles: ReadonlyMap<string, Role>
}

function ownerFaults(members: readonly Member[]): readonly Fault[] {
  const owners = members.filter(({ owner }) => owner)
  const [owner] = owners
  if (owner === undefined || owners.length > 1)
    return [conflict(`a practice has exactly one owner, and this would make ${owners.length}`)]
  const { id, status, account, kind, from, until } = owner
  if (status !== 'active') return [conflict(`the owner \`${id}\` stays active; hand the practice over first`)]
  if (!account) return [conflict(`the owner \`${id}\` needs an account; hand over to somebody who has one`)]
  if (kind !== 'practitioner' && kind !== 'administrative')
    return [conflict(`\`${id}\` is ${kind}; an owner is a practitioner or administrative`)]
  if (from !== undefined || until !== undefined)
    return [conflict(`the owner \`${id}\` has no first or last day; take the dates away or hand over`)]
  return []
}

function moduleFaults({ modules }: Catalog, { modules: on, readOnly }: Policy): readonly Fault[] {
  const unknown = [...on, ...readOnly].filter((module) => !Object.hasOwn(modules, module))
  const both = on.filter((module) => readOnly.includes(module))
  return [
    ...unknown.map((module) => wrong(`there is no module \`${module}\`; check its name`)),
    ...both.map((module) => wrong(`\`${module}\` is on and read-only at once; choose one`)),
  ]
}

function roleFaults(role: Role, { catalog, members, roles }: Known): readonly Fault[] {
  const { id, fits, permissions, grantableBy = [], tagLimit, hidePrices } = role
  const unfit = fits.filter((kind) => kind === 'collaborator' || !memberKinds.includes(kind))
  return [
    ...(fits.length === 0 ? [wrong(`the role \`${id}\` fits nobody; name a kind of member`)] : []),
    ...unfit.map((kind) => wrong(`the role \`${id}\` cannot fit \`${kind}\`; name kinds of staff`)),
    ...permissions
      .filter((permission) => !Object.hasOwn(catalog.permissions, permission))
      .map((permission) => wrong(`the role \`${id}\` names no permission: \`${permission}\`; take it out`)),
    ...grantableBy
      .filter((granter) => !members.has(granter) && !roles.has(granter))
      .map((granter) => wrong(`nobody and no role is called \`${granter}\`, who is to grant \`${id}\``)),
    ...spanFaults(tagLimit, `the tag limit of the role \`${id}\``),
    ...spanFaults(hidePrices, `the limit on prices of the role \`${id}\``),
  ]
}

function memberFaults(member: Member, known: Known): readonly Fault[] {
  const { id, kind, team, manages } = member
  const hasNoTeam = kind === 'assistant' || kind === 'collaborator'
  return [
    ...spanFaults(member, `the time of \`${id}\` here`),
    ...spanFaults(member.tagLimit, `the tag limit of \`${id}\``),
    ...spanFaults(member.ownNotesOnly, `the limit to own notes of \`${id}\``),
    ...spanFaults(member.hidePrices, `the limit on prices of \`${id}\``),
    ...member.grants.flatMap((grant) => grantFaults(member, grant, known)),
    ...(hasNoTeam && team.length > 0
      ? [wrong(`\`${id}\` is ${article(kind)} and has no team access; ${insteadOfTeam[kind]}`)]
      : []),
    ...team.flatMap((entry) => teamFaults(id, entry, known)),
    ...(kind !== 'assistant' && manages.length > 0
      ? [wrong(`\`${id}\` is no assistant, and only assistants manage practitioners`)]
      : []),
    ...manages.flatMap((link) => managesFaults(id, link, known)),
  ]
}

const insteadOfTeam = {
  assistant: 'name the practitioners they work for',
  collaborator: 'share cases with them',
}

function grantFaults({ id, kind }: Member, grant: Grant, { roles }: Known): readonly Fault[] {
  const role = roles.get(grant.role)
  const words = `the role \`${grant.role}\` of \`${id}\``
  const times = spanFaults(grant, words)
  if (kind === 'collaborator')
    return [...times, wrong(`\`${id}\` is a collaborator and is given no role; share cases with them`)]
  if (role === undefined)
    return [...times, wrong(`there is no role \`${grant.role}\`; name one of the roles`)]
  if (!role.fits.includes(kind))
    return [
      ...times,
      wrong(`the role \`${role.id}\` does not fit \`${id}\`, who is ${article(kind)}; give one that does`),
    ]
  return times
}

function teamFaults(
  id: string,
  entry: Member['team'][number],
  { catalog, members }: Known,
): readonly Fault[] {
  const { colleague, section } = entry
  const faults = [...spanFaults(entry, `the team access of \`${id}\``)]
  if (colleague !== undefined && !members.has(colleague))
    faults.push(wrong(`nobody here is called \`${colleague}\`; name a colleague`))
  if (colleague === id) faults.push(wrong(`\`${id}\` reaches their own work anyway; name a colleague`))
  if (section !== undefined && !catalog.sections.includes(section))
    faults.push(wrong(`there is no section \`${section}\`; name one of ${catalog.sections.join(', ')}`))
  if (section !== undefined && colleague === undefined)
    faults.push(wrong(`the section \`${section}\` of \`${id}\` names no colleague; name one`))
  return faults
}

function managesFaults(id: string, link: Member['manages'][number], { members }: Known): readonly Fault[] {
  const practitioner = members.get(link.practitioner)
  const times = spanFaults(link, `managing \`${link.practitioner}\``)
  if (practitioner?.kind === 'practitioner') return times
  return [...times, wrong(`\`${link.practitioner}\` is no practitioner, so \`${id}\` cannot manage them`)]
}

function shareFaults(share: Share, { catalog, members }: Known): readonly Fault[] {
  const { id, permissions } = share
  const faults = [...spanFaults(share, `the share \`${id}\``)]
  if (members.get(share.with)?.kind !== 'collaborator')
    faults.push(wrong(`\`${share.with}\` is no collaborator, so no cases are shared with them`))
  if (members.get(share.by)?.kind !== 'practitioner')
    faults.push(wrong(`\`${share.by}\` is no practitioner, so shares no cases`))
  const offered = new Set([...catalog.share.always, ...catalog.share.offered])
  for (const permission of permissions)
    if (!offered.has(permission)) faults.push(wrong(`a share cannot give \`${permission}\`; take it out`))
  return faults
}

function separationFaults(policy: Policy, { roles }: Known, at: Instant): readonly Fault[] {
  return policy.separate.flatMap((separation) => {
    const unknown = separation.roles.filter((role) => !roles.has(role))
    const listed = separation.roles.map((role) => `\`${role}\``).join(', ')
    const most = separation.most
    return [
      ...unknown.map((role) =>
        conflict(`a separation of duty names \`${role}\`, which is no role; change it first`),
      ),
      ...(Number.isInteger(most) && most >= 0
        ? []
        : [wrong(`a separation of duty allows a whole number of roles, not ${most}`)]),
      ...violatorsOf(policy.members, separation, at).map(({ id, held }) =>
        conflict(
          `\`${id}\` would hold ${held.map((role) => `\`${role}\``).join(' and ')}, ` +
            `and one person may hold at most ${most} of ${listed}; take a role from them first`,
        ),
      ),
    ]
  })
}

/** Bounds that leave no instant between them. */
function spanFaults(span: Span | undefined, what: string): readonly Fault[] {
  const { from = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = span ?? {}
  return from < until ? [] : [wrong(`${what} ends before it begins; change the dates`)]
}

function article(kind: Member['kind']): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}${kind === 'administrative' ? ' member' : ''}`
}

function wrong(sentence: string): Fault {
  return { is: 'wrong', sentence }
}

function conflict(sentence: string): Fault {
  return { is: 'conflict', sentence }
}
