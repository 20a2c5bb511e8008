import type { ListedMember, SpanText } from '@rolecall/contract'
import type { MemberKind } from '@rolecall/core'
import { type Places, unknownOffice, unknownTag } from './use-places.ts'

/** The account types, as screens call them. */
export const kinds: Readonly<Record<MemberKind, string>> = {
  practitioner: 'Practitioner',
  administrative: 'Staff',
  assistant: 'Assistant',
  collaborator: 'Collaborator',
  integration: 'Integration',
}

export function kindInWords(kind: string): string {
  return kinds[kind as MemberKind] ?? kind
}

/** `practitioner and staff accounts`. */
export function kindsInWords(fits: readonly string[]): string {
  return `${joined(fits.map((kind) => kindInWords(kind).toLowerCase()))} accounts`
}

type Standing = Pick<ListedMember, 'standing' | 'kind' | 'from' | 'until'>

const standings: Readonly<Record<ListedMember['standing'], string>> = {
  active: 'Active',
  'no-account': 'No login',
  invited: 'Invited',
  'not-begun': 'Scheduled',
  locked: 'Locked',
  ended: 'Expired',
  archived: 'Former',
}

/** In the order in which they are listed: active first, former last. */
export const standingsInOrder: readonly string[] = [...Object.values(standings), 'No API key']

/** Whether a person has access now, and if not, why not. */
export function standingInWords({ standing, kind }: Standing): string {
  return standing === 'no-account' && kind === 'integration' ? 'No API key' : standings[standing]
}

/** The day on which that begins or ends, if one is set. */
export function standingSince({ standing, from, until }: Standing, timeZone: string): string | undefined {
  switch (standing) {
    case 'ended':
      return until === null ? undefined : `last day ${lastDayInWords(until, timeZone)}`
    case 'not-begun':
      return from === null ? undefined : `starts ${dayInWords(from, timeZone)}`
    case 'active':
    case 'no-account':
    case 'invited':
      return until === null ? undefined : `until ${lastDayInWords(until, timeZone)}`
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

/** The last day before an instant: a role that ends at midnight on 2 March is held until 1 March. */
export function lastDayInWords(until: string, timeZone: string): string {
  return dayInWords(new Date(Date.parse(until) - 1).toISOString(), timeZone)
}

interface Scope extends SpanText {
  readonly at: readonly string[] | null
  readonly tagged: readonly string[] | null
}

/** Where and when a role applies, within a sentence: `at River Lane, until 1 Jan 2027`, or `at all offices`. */
export function scopeInWords(
  { at, tagged, from, until }: Scope,
  { locations, tags, timeZone }: Places,
): string {
  const words = [
    at && `at ${joined(at.map((id) => locations.get(id) ?? unknownOffice)) || 'no office'}`,
    tagged &&
      `for patients tagged ${
        joined(
          tagged.map((id) => tags.get(id) ?? unknownTag),
          'or',
        ) || 'no tag'
      }`,
    from !== null && `from ${dayInWords(from, timeZone)}`,
    until !== null && `until ${lastDayInWords(until, timeZone)}`,
  ].filter((part): part is string => typeof part === 'string')
  return !at && !tagged ? ['at all offices', ...words].join(', ') : words.join(', ')
}

/** Where and when a role applies, beside its name: `River Lane, until 1 Jan 2027`, or `all offices`. */
export function scopeLabel(scope: Scope, places: Places): string {
  return scopeInWords(scope, places).replace(/^at /, '')
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
