import type { SpanText, TeamAccess } from '@rolecall/contract'
import { dayInWords, joined, lastDayInWords } from './member-words.ts'

/** What a level of team access allows. */
const levelWords = { none: 'no access', view: 'view', edit: 'view and edit' } as const

type Entry = TeamAccess['entries'][number]

/** Whose patients a person can see, one phrase each. */
export function teamInWords(
  { setting, entries }: TeamAccess,
  kind: string,
  timeZone: string,
): readonly string[] {
  if (kind === 'collaborator') return ['Only cases shared with them, without the patients’ charts']
  switch (setting) {
    case 'own':
      return kind === 'practitioner' || kind === 'assistant' ? ['Their own patients'] : ['None']
    case 'all':
      return entries.map(
        (entry) =>
          `All practitioners, including new ones (${levelWords[entry.level]}${spanWords(entry, timeZone)})`,
      )
    case 'members':
    case 'advanced':
      return [...(kind === 'practitioner' ? ['Their own patients'] : []), ...byColleague(entries, timeZone)]
  }
}

function byColleague(entries: readonly Entry[], timeZone: string): readonly string[] {
  return [...Map.groupBy(entries, ({ colleague }) => colleague?.name ?? 'Everyone')].map(([name, of]) => {
    const parts = of.map(
      (entry) =>
        `${entry.section === null ? 'everything' : entry.section} (${levelWords[entry.level]}${spanWords(entry, timeZone)})`,
    )
    return `${name}: ${joined(parts)}`
  })
}

/** `, from 1 Mar 2021, until 4 Apr 2021`, or an empty string. */
export function spanWords({ from, until }: SpanText, timeZone: string): string {
  const first = from === null ? '' : `, from ${dayInWords(from, timeZone)}`
  return `${first}${until === null ? '' : `, until ${lastDayInWords(until, timeZone)}`}`
}
