import type { SpanText, TeamAccess } from '@rolecall/contract'
import { dayInWords, joined } from './member-words.ts'

/** What a level of team access lets somebody do with a colleague's work. */
const levelWords = { none: 'nothing', view: 'look', edit: 'look and change' } as const

type Entry = TeamAccess['entries'][number]

/** Whose work somebody reaches, a sentence each. */
export function teamInWords(
  { setting, entries }: TeamAccess,
  kind: string,
  timeZone: string,
): readonly string[] {
  if (kind === 'collaborator')
    return ['Only the cases that were shared with them, and not the patients behind these.']
  switch (setting) {
    case 'own':
      return kind === 'practitioner' || kind === 'assistant'
        ? ['Their own work, and the patients they treat.']
        : ['Nobody’s work but their own, and they treat no patients.']
    case 'all':
      return entries.map(
        (entry) =>
          `The work of everybody, also of those who join later: ${levelWords[entry.level]}${spanWords(entry, timeZone)}.`,
      )
    case 'members':
    case 'advanced':
      return [
        ...(kind === 'practitioner' ? ['Their own work, and the patients they treat.'] : []),
        ...byColleague(entries, timeZone),
      ]
  }
}

function byColleague(entries: readonly Entry[], timeZone: string): readonly string[] {
  return [...Map.groupBy(entries, ({ colleague }) => colleague?.name ?? 'everybody')].map(([name, of]) => {
    const parts = of.map(
      (entry) =>
        `${entry.section === null ? 'all of it' : entry.section} (${levelWords[entry.level]}${spanWords(entry, timeZone)})`,
    )
    return `The work of ${name}: ${joined(parts)}.`
  })
}

/** `, from 1 Mar 2021, until 4 Apr 2021`, or nothing. */
export function spanWords({ from, until }: SpanText, timeZone: string): string {
  const day = (instant: string): string => dayInWords(instant, timeZone)
  return `${from === null ? '' : `, from ${day(from)}`}${until === null ? '' : `, until ${day(until)}`}`
}
