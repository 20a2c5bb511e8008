import type { MemberAccess } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'

type Act = MemberAccess['acts'][number]

export interface Ability {
  readonly kind: string
  readonly acts: readonly string[]
  /** Of some records of the kind, and not of others. */
  readonly isSome: boolean
}

export interface AbilityArea {
  readonly area: string
  readonly abilities: readonly Ability[]
}

/** Acts on the same kind with the same reach are one line, under the module of the kind. */
export function abilitiesIn(acts: readonly Act[]): readonly AbilityArea[] {
  return Object.entries(practiceCatalog.modules).flatMap(([module, { label }]) => {
    const own = acts.filter(({ kind }) => practiceCatalog.kinds[kind]?.module === module)
    const lines = Map.groupBy(own, ({ kind, reach }) => `${kind} ${reach}`)
    const abilities = [...lines.values()].flatMap((of): readonly Ability[] => {
      const [first] = of
      return first === undefined
        ? []
        : [
            {
              kind: first.kind,
              acts: of.map(({ act }) => act),
              isSome: first.reach === 'some' && !isOwn(first.kind),
            },
          ]
    })
    return abilities.length === 0 ? [] : [{ area: label, abilities }]
  })
}

/** Of what is one's own alone, *some* is all there is. */
function isOwn(kind: string): boolean {
  return practiceCatalog.kinds[kind]?.team === 'self'
}
