import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import type { Introductions } from '../demo/demo-people.ts'
import { changeMember, changePolicyOf, isStale, staleMember } from './change-member.ts'
import { readChanged } from './read-member.ts'
import { type SpanAsked, spanColumns } from './span-text.ts'

type Level = 'none' | 'view' | 'edit'

export type TeamAsked =
  | { readonly setting: 'own' }
  | (SpanAsked & { readonly setting: 'all'; readonly level: Level })
  | {
      readonly setting: 'members'
      readonly members: readonly (SpanAsked & { readonly member: string; readonly level: Level })[]
    }
  | {
      readonly setting: 'advanced'
      readonly members: readonly (SpanAsked & {
        readonly member: string
        readonly section?: string | null | undefined
        readonly level: Level
      })[]
    }

export interface TeamAccessAsked {
  readonly team: TeamAsked
  readonly confirmed: boolean
  readonly version?: number | undefined
}

/** Set whose work somebody reaches, instead of whatever was set before. */
export function setTeamAccess(
  door: Door,
  id: string,
  { team, confirmed, version }: TeamAccessAsked,
  introductions: Introductions | undefined,
) {
  const entries = entriesOf(team)
  return changePolicyOf(door, id, {
    kind: 'member',
    act: 'edit',
    records: [id],
    detail: {
      team: team.setting,
      entries: entries.map(({ colleague_id, section, level }) =>
        [colleague_id ?? 'everyone', ...(section === null ? [] : [section]), level].join(' '),
      ),
      ...(confirmed && { confirmed }),
    },
    access: { confirmed },
    async work(transaction) {
      const { snapshot, practice } = door
      if (await isStale(transaction, practice.id, id, version)) return staleMember()
      const unknown = entries.find(({ colleague_id: one }) => one !== null && !snapshot.members.has(one))
      if (unknown !== undefined)
        return problem(422, `nobody here is called \`${unknown.colleague_id}\`, name a colleague`)
      await transaction
        .deleteFrom('team_access')
        .where('practice_id', '=', practice.id)
        .where('member_id', '=', id)
        .execute()
      const rows = entries.map((entry) => ({ practice_id: practice.id, member_id: id, ...entry }))
      if (rows.length > 0) await transaction.insertInto('team_access').values(rows).execute()
      await changeMember(transaction, practice.id, id, {})
      return {
        status: 200,
        body: await readChanged(transaction, door, id, introductions),
        records: [id],
      } as const
    },
  })
}

function entriesOf(team: TeamAsked) {
  switch (team.setting) {
    case 'own':
      return []
    case 'all':
      return [{ colleague_id: null, section: null, level: team.level, ...spanColumns(team) }]
    case 'members':
      return team.members.map((one) => ({
        colleague_id: one.member,
        section: null,
        level: one.level,
        ...spanColumns(one),
      }))
    case 'advanced':
      return team.members.map((one) => ({
        colleague_id: one.member,
        section: one.section ?? null,
        level: one.level,
        ...spanColumns(one),
      }))
  }
}
