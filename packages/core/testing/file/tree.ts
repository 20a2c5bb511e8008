/**
 * A practice file as plain nested values, each with its place. What YAML can say beyond this was resolved or refused before.
 */

/** Counted from one. */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface Entry {
  /** Where the key stands. */
  readonly at: Place
  readonly value: Tree
}

export type Tree = { readonly at: Place } & (
  | { readonly is: 'map'; readonly entries: ReadonlyMap<string, Entry> }
  | { readonly is: 'list'; readonly items: readonly Tree[] }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'truth'; readonly value: boolean; readonly source: string }
  | { readonly is: 'number'; readonly value: number; readonly source: string }
  | { readonly is: 'nothing' }
)

/** The value under a key, when the tree is a map that has it. */
export function under(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.is === 'map' ? tree.entries.get(key)?.value : undefined
}

/** The text under a key, when there is one. */
export function textUnder(tree: Tree | undefined, key: string): string | undefined {
  const value = under(tree, key)
  return value?.is === 'text' ? value.text : undefined
}

/** Where to point when complaining about the value under a key: the value, or the whole when the key is missing. */
export function placeUnder(tree: Tree, key: string): Place {
  return under(tree, key)?.at ?? tree.at
}

/** Where a key stands, or the whole when it is missing. */
export function placeOfKey(tree: Tree, key: string): Place {
  return (tree.is === 'map' ? tree.entries.get(key)?.at : undefined) ?? tree.at
}
