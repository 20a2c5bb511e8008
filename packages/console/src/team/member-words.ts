import type { ListedMember, SpanText } from '@rolecall/contract'
import type { MemberKind } from '@rolecall/core'
import type { Places } from './use-places.ts'

/** What somebody can be here, in the words of the screen. */
export const kinds: Readonly<Record<MemberKind, { readonly one: string; readonly many: string }>> = {
  practitioner: { one: 'Practitioner', many: 'practitioners' },
  administrative: { one: 'Administrative', many: 'administrative people' },
  assistant: { one: 'Assistant', many: 'assistants' },
  collaborator: { one: 'Collaborator', many: 'collaborators' },
  integration: { one: 'Program', many: 'programs' },
}

export function kindInWords(kind: string): string {
  return kinds[kind as MemberKind]?.one ?? kind
}

export function kindsInWords(fits: readonly string[]): string {
  return joined(fits.map((kind) => kinds[kind as MemberKind]?.many ?? kind))
}

type Standing = Pick<ListedMember, 'standing' | 'kind' | 'from' | 'until'>

const standings: Readonly<Record<ListedMember['standing'], string>> = {
  active: 'Active',
  'no-account': 'No account',
  invited: 'Invited',
  'not-begun': 'Not begun yet',
  locked: 'Locked',
  ended: 'Ended',
  archived: 'Left',
}

/** In the order in which they are listed: who is at work first, who is gone last. */
export const standingsInOrder: readonly string[] = [...Object.values(standings), 'No key']

/** Whether somebody is at work now, and if not, why not. */
export function standingInWords({ standing, kind }: Standing): string {
  return standing === 'no-account' && kind === 'integration' ? 'No key' : standings[standing]
}

/** The day on which that began or will end, where one is set. */
export function standingSince({ standing, from, until }: Standing, timeZone: string): string | undefined {
  switch (standing) {
    case 'ended':
      return until === null ? undefined : `on ${dayInWords(until, timeZone)}`
    case 'not-begun':
      return from === null ? undefined : `from ${dayInWords(from, timeZone)}`
    case 'active':
    case 'no-account':
    case 'invited':
      return until === null ? undefined : `until ${dayInWords(until, timeZone)}`
    default:
      return undefined
  }
}

/** `a, b and c`. */
export function joined(words: readonly string[], and = 'and'): string {
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${and} ${last}`
}

const days = new Map<string, Intl.DateTimeFormat>()

/** The day of an instant by the clock of a zone: `1 Mar 2021`. */
export function dayInWords(instant: string, timeZone: string): string {
  let day = days.get(timeZone)
  if (day === undefined) {
    day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone })
    days.set(timeZone, day)
  }
  return day.format(new Date(instant))
}

interface Scope extends SpanText {
  readonly at: readonly string[] | null
  readonly tagged: readonly string[] | null
}

/** Where and when a role holds: `at River Lane, until 1 Jan 2027`, or `everywhere`. */
export function scopeInWords(
  { at, tagged, from, until }: Scope,
  { locations, tags, timeZone }: Places,
): string {
  const words = [
    at && `at ${joined(at.map((id) => locations.get(id) ?? id)) || 'no location'}`,
    tagged &&
      `for patients tagged ${
        joined(
          tagged.map((id) => tags.get(id) ?? id),
          'or',
        ) || 'nothing'
      }`,
    from !== null && `from ${dayInWords(from, timeZone)}`,
    until !== null && `until ${dayInWords(until, timeZone)}`,
  ].filter((part): part is string => typeof part === 'string')
  return !at && !tagged ? ['everywhere', ...words].join(', ') : words.join(', ')
}

const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const minute = 60_000
const units = [
  ['day', 24 * 60 * minute],
  ['hour', 60 * minute],
  ['minute', minute],
] as const

/** `3 hours ago`; after a month, the day. */
export function agoInWords(instant: string | null, now: number, timeZone: string): string {
  if (instant === null) return 'Never'
  const past = now - Date.parse(instant)
  if (past > 30 * 24 * 60 * minute) return dayInWords(instant, timeZone)
  for (const [unit, length] of units) {
    if (past >= length) return ago.format(-Math.floor(past / length), unit)
  }
  return 'Just now'
}
