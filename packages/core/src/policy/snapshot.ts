/**
 * A policy made ready for questions: looked up by id, each role's permissions resolved against the catalogue, frozen.
 *
 * Everything unknown is inert here: a role or permission that does not exist grants nothing.
 */
import type { Catalog, Cell, When } from '../catalog/catalog.ts'
import type { Kept } from '../plan/access.ts'
import type { Glass, Instant, Member, MemberId, Policy, Role, RoleId, Share, Span } from './policy.ts'

/** The states in which a role covers an act. Empty: in every state. */
export type Whens = readonly When[]

export interface SnapshotRole {
  readonly role: Role
  readonly permissions: ReadonlySet<string>
  readonly covers: ReadonlyMap<Cell, Whens>
}

/** What tags and locations are called. An id that is not here is called by itself. */
export interface PlaceNames {
  readonly tags: ReadonlyMap<string, string>
  readonly locations: ReadonlyMap<string, string>
}

/** Active members of the kinds that a record may be assigned to. */
export interface Assignees {
  /** The ids of members without dates. */
  readonly lasting: readonly MemberId[]
  /** Members with a `from` or `until`. */
  readonly dated: readonly Member[]
}

export interface Snapshot {
  readonly catalog: Catalog
  readonly policy: Policy
  readonly members: ReadonlyMap<MemberId, Member>
  readonly roles: ReadonlyMap<RoleId, SnapshotRole>
  readonly sharesWith: ReadonlyMap<MemberId, readonly Share[]>
  readonly glassOf: ReadonlyMap<MemberId, readonly Glass[]>
  /** For sentences alone: nothing is decided by them. */
  readonly placeNames: PlaceNames
  /** What the admin permission covers: the owner's, whatever their roles. */
  readonly ownership: ReadonlyMap<Cell, Whens>
  readonly modulesOn: ReadonlySet<string>
  readonly modulesReadOnly: ReadonlySet<string>
  /** The members who can be assignees, by the kind of record. Kinds that are not assigned are missing. */
  readonly assignees: ReadonlyMap<string, Assignees>
  /** Accesses already worked out. Kept, never needed. */
  readonly kept: Kept
  /** Permissions of roles that the catalogue does not know. They grant nothing and should be reported. */
  readonly unknownPermissions: readonly { readonly role: RoleId; readonly permission: string }[]
}

/** Make a policy ready for questions. Keeps a reference to it: a policy is never changed, only replaced. */
export function snapshotOf(
  catalog: Catalog,
  policy: Policy,
  placeNames: PlaceNames = { tags: new Map(), locations: new Map() },
): Snapshot {
  const modulesOn = new Set(policy.modules.filter((module) => Object.hasOwn(catalog.modules, module)))
  for (const [id, module] of Object.entries(catalog.modules)) if (module.always) modulesOn.add(id)
  return Object.freeze({
    catalog,
    policy,
    placeNames,
    members: new Map(policy.members.map((member) => [member.id, member])),
    roles: new Map(policy.roles.map((role) => [role.id, snapshotRole(catalog, role)])),
    sharesWith: Map.groupBy(policy.shares, (share) => share.with),
    glassOf: Map.groupBy(policy.glass, (glass) => glass.member),
    ownership: coveredBy(
      catalog,
      new Set(catalog.adminPermission === undefined ? [] : [catalog.adminPermission]),
    ),
    assignees: assigneesOf(catalog, policy),
    modulesOn,
    modulesReadOnly: new Set(policy.readOnly),
    kept: {
      from: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
      columns: undefined,
      size: 0,
      strangers: 0,
      own: new Map(),
      acting: new Map(),
    },
    unknownPermissions: policy.roles.flatMap((role) =>
      role.permissions
        .filter((permission) => !Object.hasOwn(catalog.permissions, permission))
        .map((permission) => ({ role: role.id, permission })),
    ),
  })
}

function assigneesOf({ kinds }: Catalog, { members }: Policy): ReadonlyMap<string, Assignees> {
  return new Map(
    Object.entries(kinds).flatMap(([kind, { assignedTo }]): readonly [string, Assignees][] => {
      if (assignedTo === undefined) return []
      const active = members.filter((one) => one.status === 'active' && assignedTo.includes(one.kind))
      const isDated = ({ from, until }: Member) => from !== undefined || until !== undefined
      const lasting = active.filter((one) => !isDated(one)).map(({ id }) => id)
      return [[kind, { lasting, dated: active.filter(isDated) }]]
    }),
  )
}

function snapshotRole(catalog: Catalog, role: Role): SnapshotRole {
  const permissions = new Set(role.permissions.filter((id) => Object.hasOwn(catalog.permissions, id)))
  return { role, permissions, covers: coveredBy(catalog, permissions) }
}

/** The cells a set of permissions covers, each with the states in which it does. */
function coveredBy(catalog: Catalog, permissions: ReadonlySet<string>): ReadonlyMap<Cell, Whens> {
  const covered = new Map<Cell, Whens>()
  const covers = [...permissions].flatMap((id) => catalog.permissions[id]?.covers ?? [])
  for (const { kind, acts, when } of covers)
    for (const act of acts) {
      const cell = catalog.cells.get(kind)?.get(act)
      if (cell !== undefined) covered.set(cell, withWhen(covered.get(cell), when))
    }
  return covered
}

/** The states of one more permission with those of others: none of them stands for every state. */
function withWhen(before: Whens | undefined, when: Whens[number] | undefined): Whens {
  return when === undefined || before?.length === 0 ? [] : [...(before ?? []), when]
}

/** Whether an instant lies in a span: `from` inclusive, `until` exclusive. */
export function within(span: Span, at: Instant): boolean {
  // Written so that an instant that is no number lies in nothing.
  return (span.from ?? Number.NEGATIVE_INFINITY) <= at && at < (span.until ?? Number.POSITIVE_INFINITY)
}
