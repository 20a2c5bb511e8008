/**
 * A practice's policy: who its people are and what each was given. Plain data, the shape a database or a file yields.
 *
 * Facts about patients and records are not here (see `evaluate/facts.ts`): they change all day and never make a plan stale.
 */
import type { MemberKind } from '../catalog/catalog.ts'

/** Milliseconds since 1970-01-01T00:00:00Z, as the database's clock tells it. */
export type Instant = number

export type MemberId = string
export type RoleId = string
export type PatientId = string
export type RecordId = string

/** When something holds: `from` inclusive, `until` exclusive. A missing bound is no bound. */
export interface Span {
  readonly from?: Instant
  readonly until?: Instant
}

/** Narrows to patients that carry at least one of the tags (`any`) or every one (`all`). No tags reaches nobody. */
export interface TagLimit extends Span {
  readonly match: 'any' | 'all'
  readonly tags: readonly string[]
}

/** A role given to a member. Without `at` and `tagged` it holds everywhere; with both, both must hold. */
export interface Grant extends Span {
  /** Names the grant in reasons, e.g. `chen/1`. */
  readonly id: string
  readonly role: RoleId
  /** Locations. */
  readonly at?: readonly string[]
  /** Tags. */
  readonly tagged?: readonly string[]
}

/**
 * One entry of team access. No colleague: everyone, later joiners included (*all team members*).
 * A colleague: *specific members*. A colleague and a section: *advanced*. No entries: *own only*.
 */
export interface TeamEntry extends Span {
  readonly colleague?: MemberId
  readonly section?: string
  readonly level: 'none' | 'view' | 'edit'
}

/** A practitioner an assistant works for. */
export interface Manages extends Span {
  readonly practitioner: MemberId
}

export type MemberStatus = 'invited' | 'active' | 'locked' | 'archived'

export interface Member extends Span {
  readonly id: MemberId
  /** What people call them. Decides nothing. */
  readonly name?: string
  readonly kind: MemberKind
  readonly status: MemberStatus
  /** Whether a sign-in is linked; for an integration, whether it has a living key. */
  readonly account: boolean
  readonly owner: boolean
  readonly grants: readonly Grant[]
  readonly team: readonly TeamEntry[]
  readonly manages: readonly Manages[]
  readonly tagLimit?: TagLimit
  readonly ownNotesOnly?: Span
  readonly hidePrices?: Span
}

export interface Role {
  readonly id: RoleId
  readonly label: string
  readonly fits: readonly MemberKind[]
  readonly permissions: readonly string[]
  readonly tagLimit?: TagLimit
  readonly hidePrices?: Span
  /** Roles or members that may grant it. Missing: any admin. */
  readonly grantableBy?: readonly string[]
}

/** Cases opened to a collaborator, under a consent. */
export interface Share extends Span {
  /** Names the share in reasons, e.g. `share/1`. */
  readonly id: string
  readonly with: MemberId
  /** The practitioner who invited. */
  readonly by: MemberId
  /** What was ticked beyond viewing. */
  readonly permissions: readonly string[]
  /** `all`: every case the inviting practitioner owns, now and later. */
  readonly cases: 'all' | readonly RecordId[]
  readonly consent: boolean
  readonly accepted: boolean
}

/** A broken glass that is still open. */
export interface Glass extends Span {
  readonly member: MemberId
  readonly patient: PatientId
  readonly reason: string
}

/** A set of roles of which one person may hold at most `most`. */
export interface Separation {
  readonly roles: readonly RoleId[]
  readonly most: number
}

export interface Policy {
  /** Modules that are on. Those the catalogue marks `always` need not be named. */
  readonly modules: readonly string[]
  /** Lapsed modules that may still be looked at. */
  readonly readOnly: readonly string[]
  readonly roles: readonly Role[]
  readonly members: readonly Member[]
  readonly shares: readonly Share[]
  readonly glass: readonly Glass[]
  readonly separate: readonly Separation[]
}
