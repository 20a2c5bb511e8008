import type { TeamEntry } from '../../src/policy/policy.ts'
import { memberName, sectionName } from './read-names.ts'
import { spanFields, spanned } from './read-span.ts'
import { mapOf, oneOf, quoted, type Reader, shape } from './read-value.ts'

type Level = Omit<TeamEntry, 'colleague' | 'section'>

const word = oneOf('level', ['view', 'edit', 'none'] as const)
const timed = spanned(shape('a level', '{ level: view }', { level: word }, spanFields))

/** `view`, or `{ level: view, until: ... }`. */
const level: Reader<Level> = (tree, reading) => {
  if (tree.is === 'map') return timed(tree, reading)
  const value = word(tree, reading)
  return value === undefined ? undefined : { level: value }
}

const settings = shape(
  'team access',
  '{ all: view }',
  {},
  {
    all: level,
    members: mapOf('a map of colleagues', '{ chen: view }', memberName, () => level),
    advanced: mapOf('a map of colleagues', '{ chen: { notes: view } }', memberName, () =>
      mapOf('a map of sections', '{ notes: view }', sectionName, () => level),
    ),
  },
)

const settingsSample = '`own`, `{ all: view }`, `{ members: ... }` and `{ advanced: ... }`'

/** The four settings of team access as entries; *own only* is none. */
export const team: Reader<readonly TeamEntry[]> = (tree, reading) => {
  if (tree.is === 'text' && tree.text === 'own') return []
  if (tree.is === 'text')
    return reading.complaints.add(
      tree.at,
      `unknown team access ${quoted(tree.text)}; it is one of ${settingsSample}`,
    )
  const value = settings(tree, reading)
  if (value === undefined || tree.is !== 'map') return undefined
  if (['all', 'members', 'advanced'].filter((setting) => tree.entries.has(setting)).length !== 1)
    return reading.complaints.add(tree.at, `team access is exactly one of ${settingsSample}; keep one`)
  const {
    all,
    members = new Map<string, Level>(),
    advanced = new Map<string, ReadonlyMap<string, Level>>(),
  } = value
  return [
    ...(all === undefined ? [] : [all]),
    ...Array.from(members, ([colleague, entry]) => ({ colleague, ...entry })),
    ...Array.from(advanced).flatMap(([colleague, sections]) =>
      Array.from(sections, ([section, entry]) => ({ colleague, section, ...entry })),
    ),
  ]
}
