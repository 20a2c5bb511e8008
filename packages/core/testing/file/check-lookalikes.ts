import type { Catalog } from '../../src/catalog/catalog.ts'
import type { Complaints } from './file-error.ts'
import { quoted } from './read-value.ts'
import { type Place, type Tree, under } from './tree.ts'

/** An id as it looks: composed, of usual width, without what cannot be seen (zero-width, direction marks, soft hyphens). */
export function looksLike(id: string): string {
  return id
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
}

interface Named {
  readonly id: string
  /** Undefined: the catalogue's. */
  readonly at?: Place
}

/**
 * Two ids that look alike are two people, roles or places that readers take for one: a grant to the one would be read as
 * a grant to the other. Patients and records share their ids.
 */
export function checkLookalikes(root: Tree, catalog: Catalog, complaints: Complaints): void {
  const builtIn = Object.entries(catalog.roles).flatMap(([id, { alsoCalled }]) => [id, ...alsoCalled])
  const spaces: readonly (readonly Named[])[] = [
    listed(under(root, 'locations')),
    listed(under(root, 'tags')),
    [...builtIn.map((id) => ({ id })), ...keyed(under(root, 'roles'))],
    keyed(under(root, 'members')),
    [...keyed(under(root, 'patients')), ...keyed(under(root, 'records'))],
  ]
  for (const space of spaces) checkSpace(space, complaints)
}

function checkSpace(space: readonly Named[], complaints: Complaints): void {
  const seen = new Map<string, Named>()
  for (const named of space) {
    const looks = looksLike(named.id)
    const before = seen.get(looks)
    if (before === undefined) seen.set(looks, named)
    else if (before.id !== named.id && named.at !== undefined)
      complaints.add(
        named.at,
        `the id ${quoted(named.id)} looks like ${quoted(before.id)}${whereIs(before)} and is another one; write it the same way, or choose another id`,
      )
  }
}

function whereIs({ at }: Named): string {
  return at === undefined ? '' : ` in line ${at.line}`
}

function listed(tree: Tree | undefined): readonly Named[] {
  if (tree?.is !== 'list') return []
  return tree.items.flatMap((item) => (item.is === 'text' ? [{ id: item.text, at: item.at }] : []))
}

function keyed(tree: Tree | undefined): readonly Named[] {
  return tree?.is === 'map' ? Array.from(tree.entries, ([id, { at }]) => ({ id, at })) : []
}
