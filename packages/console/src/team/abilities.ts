import type { MemberAccess, RoleView } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { doesInWords } from './act-words.ts'
import { joined, scopeInWords } from './member-words.ts'
import type { Places } from './use-places.ts'

type Act = MemberAccess['acts'][number]

/** One thing a person can or can’t do, in words. */
export interface Ability {
  readonly words: string
  /** Where it applies, if not at all offices; for what they can’t do, the reason. */
  readonly aside: string
  readonly kind: string
  readonly act: string
}

export interface Area {
  readonly module: string
  readonly label: string
  readonly can: readonly Ability[]
  readonly cannot: readonly Ability[]
}

/** What a person can and can’t do, by area of the product. */
export function abilitiesOf(
  access: MemberAccess,
  roles: readonly RoleView[],
  places: Places,
): readonly Area[] {
  return Object.entries(practiceCatalog.modules).flatMap(([module, { label }]) => {
    const acts = access.acts.filter(({ kind }) => practiceCatalog.kinds[kind]?.module === module)
    const can = grouped(
      acts.filter(({ reach }) => reach !== 'nowhere'),
      (act) => scopeOf(act, access, places),
    )
    const cannot = grouped(
      acts.filter(({ reach }) => reach === 'nowhere'),
      ({ step }) => reasons[step ?? 'permission'] ?? '',
    )
    if (can.length + cannot.length === 0) return []
    return [
      {
        module,
        label,
        can: can.map(([aside, of]) => ability(of, aside, thingsOf(of, access, roles))),
        cannot: cannot.map(([aside, of]) => ability(of, aside, undefined, 'or')),
      },
    ]
  })
}

/** The step that denies it, in a few words; *Why?* has the rest. */
const reasons: Readonly<Record<string, string>> = {
  inactive: 'not active now',
  'module-off': 'module is off',
  kind: 'not possible for this account type',
  permission: 'not in their roles',
  acting: 'only when working for a practitioner',
  team: 'not in their team access',
  patient: 'hidden by a limit',
}

/** The acts on one kind that share a remark. */
function grouped(
  acts: readonly Act[],
  aside: (act: Act) => string,
): readonly (readonly [string, readonly Act[]])[] {
  const groups = Map.groupBy(acts, (act) => `${act.kind}\n${aside(act)}`)
  return [...groups.values()].flatMap((of): (readonly [string, readonly Act[]])[] => {
    const [first] = of
    return first ? [[aside(first), of]] : []
  })
}

function ability(of: readonly Act[], aside: string, things: string | undefined, and = 'and'): Ability {
  const [first] = of
  const kind = first?.kind ?? ''
  return {
    words: doesInWords(
      kind,
      of.map(({ act }) => act),
      and,
      things,
    ),
    aside,
    kind,
    act: first?.act ?? 'view',
  }
}

/** Where the roles behind an act apply. Empty if one of them applies at all offices. */
function scopeOf({ through }: Act, { member, roles }: MemberAccess, places: Places): string {
  const grants = through.map(({ id }) => roles.find(({ grant }) => grant === id))
  if (member.kind === 'collaborator' && through.length > 0) return 'in cases shared with them'
  if (grants.some((held) => held === undefined || (held.at === null && held.tagged === null))) return ''
  return joined([
    ...new Set(
      grants.flatMap((held) => (held ? [scopeInWords({ ...held, from: null, until: null }, places)] : [])),
    ),
  ])
}

/** Which notes or tasks: permissions tell them apart. */
function thingsOf(of: readonly Act[], access: MemberAccess, roles: readonly RoleView[]): string | undefined {
  const [first] = of
  const behind = new Set(
    of.flatMap(({ through }) =>
      through.flatMap(({ id }) => {
        const held = access.roles.find(({ grant }) => grant === id)
        return roles.find((role) => role.id === held?.role)?.permissions ?? []
      }),
    ),
  )
  if (first?.kind === 'task' && behind.has('tasks.use') && !behind.has('tasks.others'))
    return 'their own tasks and tasks they assigned'
  if (first?.kind !== 'note' || !of.every(({ act }) => act === 'view')) return undefined
  const own = behind.has('notes.viewOwn') ? ' and all of their own notes' : ''
  if (behind.has('notes.view') && behind.has('notes.viewSigned')) return 'signed and unsigned notes'
  if (behind.has('notes.view')) return `unsigned notes${own}`
  if (behind.has('notes.viewSigned')) return `signed notes${own}`
  return behind.has('notes.viewOwn') ? 'only their own notes' : undefined
}
