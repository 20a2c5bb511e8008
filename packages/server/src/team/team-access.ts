import type { Named, TeamAccess } from '@rolecall/contract'
import type { Member, Snapshot } from '@rolecall/core'
import { nameOf } from '../access/member-name.ts'
import { spanText } from './span-text.ts'

/** Whose work a member reaches, as one of the four settings. */
export function teamAccess(snapshot: Snapshot, { team }: Member): TeamAccess {
  return {
    setting: settingOf(team),
    entries: team.map((entry) => ({
      colleague: entry.colleague === undefined ? null : namedMember(snapshot, entry.colleague),
      section: entry.section ?? null,
      level: entry.level,
      ...spanText(entry),
    })),
  }
}

function settingOf(team: Member['team']): TeamAccess['setting'] {
  if (team.length === 0) return 'own'
  if (team.every(({ colleague }) => colleague === undefined)) return 'all'
  const isWhole = team.every(({ colleague, section }) => colleague !== undefined && section === undefined)
  return isWhole ? 'members' : 'advanced'
}

/** A member by id and name, or by the id alone where there is none. */
export function namedMember(snapshot: Snapshot, id: string): Named {
  return { id, name: nameOf(snapshot.members.get(id) ?? { id }) }
}
