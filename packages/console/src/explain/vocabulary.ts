/** What can be asked about, in words: the closed tables of kinds and acts, as a person would say them. */
import { practiceCatalog } from '@rolecall/core'

/** Where the act is not the word that people use. */
const verbs: Readonly<Record<string, string>> = {
  create: 'add',
  edit: 'change',
  grant: 'give',
  revoke: 'take back',
}

/** `note` is `a note`. What the tables do not know stays as it is. */
export function nounOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.noun ?? kind
}

export function labelOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.label ?? kind
}

/** `edit` on a note is `change`. */
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

/** Every kind under the module it belongs to, as a list to choose from. */
export const kindsByModule = Object.entries(practiceCatalog.modules).map(([module, { label }]) => ({
  group: label,
  items: Object.entries(practiceCatalog.kinds)
    .filter(([, kind]) => kind.module === module)
    .map(([value, kind]) => ({ value, label: kind.label })),
}))

/** Words that stand alone in a table: a capital, and no full stop. */
export function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
