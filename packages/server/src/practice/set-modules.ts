import type { PracticeModules } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import type { Door } from '../access/door.ts'
import { problem } from '../access/problem.ts'
import { changePolicy } from '../policy/change-policy.ts'

export interface ModulesAsked {
  readonly on: readonly string[]
  readonly readOnly: readonly string[]
  /** What they were when one looked. */
  readonly before?: Pick<ModulesAsked, 'on' | 'readOnly'> | undefined
}

/** Say which modules the practice has. Roles keep what they list: a module that comes back restores what was. */
export function setModules(door: Door, asked: ModulesAsked) {
  return changePolicy(door, {
    kind: 'subscription',
    act: 'edit',
    records: [],
    detail: { on: asked.on, readOnly: asked.readOnly },
    async work(transaction) {
      const unknown = [...asked.on, ...asked.readOnly].find(
        (module) => !Object.hasOwn(practiceCatalog.modules, module),
      )
      if (unknown !== undefined) return problem(422, `there is no module \`${unknown}\`, check its name`)
      const both = asked.on.find((module) => asked.readOnly.includes(module))
      if (both !== undefined) return problem(422, `\`${both}\` is on and read-only at once, choose one`)
      const { modules, readOnly } = door.snapshot.policy
      if (asked.before !== undefined && !isSame(asked.before, { on: modules, readOnly }))
        return problem(
          412,
          'somebody changed the modules meanwhile, look at what they are now and save again',
        )
      const practice_id = door.practice.id
      await transaction.deleteFrom('practice_module').where('practice_id', '=', practice_id).execute()
      const rows = [
        ...[...new Set(asked.on)].map((module) => ({ practice_id, module, state: 'on' })),
        ...[...new Set(asked.readOnly)].map((module) => ({ practice_id, module, state: 'read-only' })),
      ]
      if (rows.length > 0) await transaction.insertInto('practice_module').values(rows).execute()
      const body = moduleViews(new Set(asked.on), new Set(asked.readOnly))
      return { status: 200, body, records: [] } as const
    },
  })
}

export function moduleViews(on: ReadonlySet<string>, readOnly: ReadonlySet<string>): PracticeModules {
  return {
    modules: Object.entries(practiceCatalog.modules).map(([module, { label, always }]) => ({
      module,
      label,
      always,
      state: always || on.has(module) ? 'on' : readOnly.has(module) ? 'read-only' : 'off',
    })),
  }
}

type Kept = Pick<ModulesAsked, 'on' | 'readOnly'>

/** Those that are always on are on, whoever names them or not. */
function isSame(one: Kept, other: Kept): boolean {
  const told = ({ on, readOnly }: Kept) =>
    JSON.stringify(moduleViews(new Set(on), new Set(readOnly)).modules.map(({ state }) => state))
  return told(one) === told(other)
}
