import type { Instant, Separation } from '../../src/policy/policy.ts'
import { moduleName, roleName } from './read-names.ts'
import { instant } from './read-span.ts'
import {
  complainOfKey,
  expected,
  id,
  listOf,
  mapOf,
  oneOf,
  quoted,
  type Reader,
  type Reading,
  setOf,
  shape,
  text,
} from './read-value.ts'
import { type Tree, under } from './tree.ts'

export interface Practice {
  readonly name?: string
  readonly modules: readonly string[]
  readonly readOnly: readonly string[]
  readonly separate: readonly Separation[]
  readonly now?: Instant
}

export const practice: Reader<Practice> = (tree, reading) => {
  const value = fields(tree, reading)
  if (value === undefined) return undefined
  const { modules = [], lapsed = new Map(), separate = [], ...more } = value
  const readOnly = [...lapsed.keys()]
  const lapsedTree = under(tree, 'lapsed')
  if (lapsedTree !== undefined) checkLapsed(lapsedTree, readOnly, modules, reading)
  return { ...more, modules, readOnly, separate }
}

const sample = '{ name: Green Street, modules: [clinical] }'

const most: Reader<number> = (tree, reading) => {
  if (tree.is === 'number' && Number.isInteger(tree.value) && tree.value >= 0) return tree.value
  return expected('a whole number of roles', '1', tree, reading)
}

const separation = shape(
  'a separation of duty',
  '{ roles: [biller, bookkeeper], most: 1 }',
  { roles: setOf('a list of roles', '[biller, bookkeeper]', roleName), most },
  {},
)

const fields = shape(
  '`practice`',
  sample,
  {},
  {
    name: text('the name of the practice', 'Green Street'),
    modules: setOf('a list of modules', '[clinical]', moduleName),
    lapsed: mapOf('a map of modules', '{ billing: read-only }', moduleName, () =>
      oneOf('way to lapse', ['read-only'] as const),
    ),
    separate: listOf(
      'a list of separations of duty',
      '[{ roles: [biller, bookkeeper], most: 1 }]',
      separation,
    ),
    now: instant,
  },
)

function checkLapsed(tree: Tree, readOnly: readonly string[], on: readonly string[], reading: Reading) {
  for (const module of readOnly) {
    const always = Object.hasOwn(reading.catalog.modules, module) && reading.catalog.modules[module]?.always
    if (always)
      complainOfKey(
        tree,
        module,
        `the module ${quoted(module)} is always on; remove it from \`lapsed\``,
        reading,
      )
    else if (on.includes(module))
      complainOfKey(
        tree,
        module,
        `the module ${quoted(module)} is in both \`modules\` and \`lapsed\`; keep it in one of them`,
        reading,
      )
  }
}

/** The places and tags a practice has. */
export const declaredLocations = setOf('a list of locations', '[green, blue]', id('location'))
export const declaredTags = setOf('a list of tags', '[green-st, vip]', id('tag'))
