/** Kinds and acts of the catalogue, in words. */
import { practiceCatalog } from '@rolecall/core'

/** Verbs for acts whose id is not the word people use. */
const verbs: Readonly<Record<string, string>> = {
  create: 'add',
  edit: 'edit',
  grant: 'assign',
  revoke: 'unassign',
}

/** `note` is `a note`. An unknown kind stays as it is. */
export function nounOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.noun ?? kind
}

export function labelOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.label ?? kind
}

/** `create` on a note is `add`. */
export function verbOf(kind: string | undefined, act: string): string {
  const own = kind === undefined ? undefined : practiceCatalog.kinds[kind]?.acts[act]?.verb
  return own ?? verbs[act] ?? act
}

export function actsOf(kind: string): readonly string[] {
  return Object.keys(practiceCatalog.kinds[kind]?.acts ?? {})
}

/** Every act of every kind, once. */
export const allActs: readonly string[] = [
  ...new Set(Object.values(practiceCatalog.kinds).flatMap(({ acts }) => Object.keys(acts))),
]

/** Every kind, grouped by module, as options. */
export const kindsByModule = Object.entries(practiceCatalog.modules).map(([module, { label }]) => ({
  group: label,
  items: Object.entries(practiceCatalog.kinds)
    .filter(([, kind]) => kind.module === module)
    .map(([value, kind]) => ({ value, label: kind.label })),
}))

/** The words with a capital letter. */
export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
