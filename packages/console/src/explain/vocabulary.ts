/** Kinds and acts of the catalogue, in words. */
import { practiceCatalog } from '@rolecall/core'

/** `note` is `a note`. What the tables do not know stays as it is. */
export function nounOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.noun ?? kind
}

export function labelOf(kind: string): string {
  return practiceCatalog.kinds[kind]?.label ?? kind
}

/** `create` on a note is `add`. Without a kind it is what most kinds call it. */
export function verbOf(kind: string | undefined, act: string): string {
  const { kinds } = practiceCatalog
  const acts = kind === undefined ? undefined : kinds[kind]?.acts
  const found = acts?.[act] ?? Object.values(kinds).find((one) => Object.hasOwn(one.acts, act))?.acts[act]
  return found?.verb.base ?? act
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
