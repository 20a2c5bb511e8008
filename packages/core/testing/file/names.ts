/**
 * What a file declares, gathered before any of it is read, so that one part may name what another part declares further down.
 *
 * Nothing is judged here. A part that is damaged declares `undefined`, and what names it is then taken at its word:
 * one mistake, one complaint.
 */
import { type Catalog, type MemberKind, memberKinds } from '../../src/catalog/catalog.ts'
import { anyStaff } from '../../src/catalog/roles.ts'
import type { Role } from '../../src/policy/policy.ts'
import { type Entry, type Tree, textUnder, under } from './tree.ts'

/** Words that are declared. Undefined: unknowable. */
export type Known<T = unknown> = ReadonlyMap<string, T> | undefined

export interface NamedMember {
  /** Undefined when the file names no such kind. */
  readonly kind: MemberKind | undefined
}

export interface NamedRecord {
  readonly kind: string | undefined
  readonly owner: string | undefined
  readonly patient: string | undefined
}

export interface NamedRole {
  /** The id that grants carry: the role's own, also where the file says another of its names. */
  readonly id: string
  /** Undefined when it cannot be known. */
  readonly fits: readonly MemberKind[] | undefined
}

export interface Names {
  readonly locations: Known
  readonly tags: Known
  readonly roles: Known<NamedRole>
  readonly members: Known<NamedMember>
  readonly patients: Known
  readonly records: Known<NamedRecord>
}

export function namesOf(root: Tree, catalog: Catalog): Names {
  return {
    locations: listed(under(root, 'locations')),
    tags: listed(under(root, 'tags')),
    roles: rolesOf(under(root, 'roles'), catalog),
    members: keyed(under(root, 'members'), ({ value }) => ({ kind: memberKindOf(textUnder(value, 'kind')) })),
    patients: keyed(under(root, 'patients'), () => undefined),
    records: keyed(under(root, 'records'), ({ value }) => ({
      kind: textUnder(value, 'kind'),
      owner: textUnder(value, 'owner'),
      patient: textUnder(value, 'patient'),
    })),
  }
}

function memberKindOf(word: string | undefined): MemberKind | undefined {
  return memberKinds.find((kind) => kind === word)
}

function listed(tree: Tree | undefined): Known {
  if (tree === undefined) return new Map()
  if (tree.is !== 'list') return undefined
  return new Map(tree.items.flatMap((item) => (item.is === 'text' ? [[item.text, undefined]] : [])))
}

function keyed<T>(tree: Tree | undefined, read: (entry: Entry) => T): Known<T> {
  if (tree === undefined) return new Map()
  if (tree.is !== 'map') return undefined
  return new Map(Array.from(tree.entries, ([key, entry]) => [key, read(entry)]))
}

function rolesOf(tree: Tree | undefined, catalog: Catalog): Known<NamedRole> {
  const own = keyed(tree, ({ value }) => fitsOf(value))
  if (own === undefined) return undefined
  const names = new Map<string, NamedRole>()
  for (const [id, { fits, alsoCalled }] of Object.entries(catalog.roles))
    for (const name of [...alsoCalled, id]) names.set(name, { id, fits: own.has(id) ? own.get(id) : fits })
  for (const [id, fits] of own) names.set(id, { id, fits })
  return names
}

function fitsOf(role: Tree): readonly MemberKind[] | undefined {
  const fits = under(role, 'fits')
  if (fits === undefined) return anyStaff
  if (fits.is !== 'list') return undefined
  const kinds = fits.items.map((item) => memberKindOf(item.is === 'text' ? item.text : undefined))
  return kinds.every((kind) => kind !== undefined) ? kinds : undefined
}

/** The ready-made roles a practice has without saying so. */
export function readyMadeRoles(catalog: Catalog): readonly Role[] {
  return Object.entries(catalog.roles).map(([id, { label, fits, permissions }]) => ({
    id,
    label,
    fits,
    permissions,
  }))
}
