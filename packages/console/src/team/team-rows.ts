import type { ListedMember } from '@rolecall/contract'
import { kindInWords, kinds, standingInWords, standingsInOrder } from './member-words.ts'
import type { Grouping, Sorting } from './team-search.ts'
import { type Places, unknownOffice } from './use-places.ts'

export type TeamRow =
  | { readonly row: 'group'; readonly key: string; readonly label: string; readonly count: number }
  | { readonly row: 'member'; readonly key: string; readonly member: ListedMember }

interface Arranged {
  readonly search: string
  readonly group: Grouping
  readonly sort: Sorting
  readonly isDown: boolean
  readonly places: Places
}

/** The people a search finds, under a heading for each group. A person in two groups is listed in both. */
export function teamRows(
  members: readonly ListedMember[],
  { search, group, sort, isDown, places }: Arranged,
): readonly TeamRow[] {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const found = members
    .filter((member) => words.every((word) => textOf(member, places).includes(word)))
    .sort((a, b) => (isDown ? -1 : 1) * compared(a, b, sort) || byName(a, b))
  if (group === 'none') return found.map((member) => ({ row: 'member', key: member.id, member }))
  const groups = new Map<string, ListedMember[]>()
  for (const member of found) {
    for (const label of groupsOf(member, group, places)) {
      const before = groups.get(label)
      if (before) before.push(member)
      else groups.set(label, [member])
    }
  }
  return [...groups]
    .sort(([a], [b]) => placeOf(a, group) - placeOf(b, group) || a.localeCompare(b))
    .flatMap(([label, people]): readonly TeamRow[] => [
      { row: 'group', key: `group ${label}`, label, count: people.length },
      ...people.map((member): TeamRow => ({ row: 'member', key: `${label} ${member.id}`, member })),
    ])
}

const noRole = 'No role'
const anywhere = 'All offices'

/** A person’s roles, without those that have expired. */
export function livingRoles({ roles }: ListedMember): ListedMember['roles'] {
  return roles.filter(({ when }) => when !== 'over')
}

function groupsOf(member: ListedMember, group: Exclude<Grouping, 'none'>, places: Places): readonly string[] {
  const held = livingRoles(member)
  switch (group) {
    case 'kind':
      return [kindInWords(member.kind)]
    case 'status':
      return [standingInWords(member)]
    case 'role':
      return held.length === 0 ? [noRole] : [...new Set(held.map(({ label }) => label))]
    case 'location':
      return held.length === 0
        ? [noRole]
        : [
            ...new Set(
              held.flatMap(
                ({ at }) => at?.map((id) => places.locations.get(id) ?? unknownOffice) ?? [anywhere],
              ),
            ),
          ]
  }
}

/** Account types and statuses have their own order; the rest is alphabetical with the exceptions last. */
function placeOf(label: string, group: Grouping): number {
  switch (group) {
    case 'kind':
      return Object.values(kinds).indexOf(label)
    case 'status':
      return standingsInOrder.indexOf(label)
    default:
      return label === noRole ? 2 : label === anywhere ? 1 : 0
  }
}

function textOf(member: ListedMember, places: Places): string {
  const { name, job, email, kind } = member
  const roles = livingRoles(member).flatMap(({ label, at }) => [
    label,
    ...(at?.map((id) => places.locations.get(id) ?? unknownOffice) ?? []),
  ])
  return [name, job, email ?? '', kindInWords(kind), standingInWords(member), ...roles]
    .join(' ')
    .toLocaleLowerCase()
}

/** Titles are ignored in the order of names. */
function sortName(name: string): string {
  return name.replace(/^(dr|prof)\.?\s+/i, '')
}

export function byName(a: Pick<ListedMember, 'name'>, b: Pick<ListedMember, 'name'>): number {
  return sortName(a.name).localeCompare(sortName(b.name))
}

function compared(a: ListedMember, b: ListedMember, sort: Sorting): number {
  switch (sort) {
    case 'name':
      return byName(a, b)
    case 'job':
      return a.job.localeCompare(b.job)
    case 'roles':
      return rolesText(a).localeCompare(rolesText(b))
    case 'status':
      return standingsInOrder.indexOf(standingInWords(a)) - standingsInOrder.indexOf(standingInWords(b))
    case 'seen':
      return (b.lastSeen ?? '').localeCompare(a.lastSeen ?? '')
  }
}

/** People without a role come last. */
function rolesText(member: ListedMember): string {
  return (
    livingRoles(member)
      .map(({ label }) => label)
      .join() || '\uffff'
  )
}
