import type { MemberAccess, RoleView } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { doesInWords } from './act-words.ts'
import { joined, scopeInWords } from './member-words.ts'
import type { Places } from './use-places.ts'

type Act = MemberAccess['acts'][number]

/** One thing somebody can or cannot do, as it would be said. */
export interface Ability {
  readonly words: string
  /** Where it holds, if not everywhere; why it does not, where it cannot be done. */
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

/** What somebody can do and cannot, by the areas of the product, in words that can be repeated. */
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

/** The step that refuses, in a few words; *Why?* has the rest. */
const reasons: Readonly<Record<string, string>> = {
  inactive: 'not while they are not active here',
  'module-off': 'the practice does not have this module',
  kind: 'never, for what they are here',
  permission: 'no role of theirs lets them',
  acting: 'only while acting for a practitioner',
  team: 'their team access does not reach that far',
  patient: 'a limit keeps it closed',
}

/** The acts on one kind that share what is said beside them. */
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

/** Where the roles behind an act hold. Nothing where one of them holds everywhere. */
function scopeOf({ through }: Act, { member, roles }: MemberAccess, places: Places): string {
  const grants = through.map(({ id }) => roles.find(({ grant }) => grant === id))
  if (member.kind === 'collaborator' && through.length > 0) return 'of the cases shared with them'
  if (grants.some((held) => held === undefined || (held.at === null && held.tagged === null))) return ''
  return joined([
    ...new Set(
      grants.flatMap((held) => (held ? [scopeInWords({ ...held, from: null, until: null }, places)] : [])),
    ),
  ])
}

/** Notes and tasks are told apart by permission: which of them, then, and not just that. */
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
    return 'tasks that are theirs, or that they gave to others'
  if (first?.kind !== 'note' || !of.every(({ act }) => act === 'view')) return undefined
  const own = behind.has('notes.viewOwn') ? ', and all of their own' : ''
  if (behind.has('notes.view') && behind.has('notes.viewSigned')) return 'notes, signed or not'
  if (behind.has('notes.view')) return `notes that are not signed yet${own}`
  if (behind.has('notes.viewSigned')) return `signed notes${own}`
  return behind.has('notes.viewOwn') ? 'their own notes only' : undefined
}
