/**
 * Where one member stands at one instant: what of all they were given is in force, and whose data they reach.
 *
 * Worked out once per member, acting-for and instant, and shared by the plans of every act.
 */
import type { Step } from '../catalog/catalog.ts'
import type {
  Glass,
  Grant,
  Instant,
  Member,
  MemberId,
  PatientId,
  Share,
  Span,
  TagLimit,
  TeamEntry,
} from '../policy/policy.ts'
import { type Snapshot, type SnapshotRole, within } from '../policy/snapshot.ts'
import type { Condition } from './condition.ts'
import type { Plan } from './plan.ts'

/** Who asks, for whom, and when. */
export interface Who {
  readonly member: MemberId
  readonly actingFor?: MemberId | undefined
  readonly at: Instant
}

export interface HeldGrant {
  readonly grant: Grant
  readonly role: SnapshotRole
  /** The role's own tag limit, where it is in force. It cuts this grant and no other. */
  readonly tagLimit: TagLimit | undefined
  /** Its scope as conditions, made when first needed. */
  readonly scopes: Partial<Record<'itself' | 'yes' | 'no', Condition>>
}

/** A tag limit in force and the person it was set on. */
export interface HeldLimit {
  readonly limit: TagLimit
  readonly on: MemberId
}

export interface Standing {
  readonly snapshot: Snapshot
  readonly who: Who
  /** Missing: no such member. */
  readonly member: Member | undefined
  readonly active: boolean
  /**
   * Whose data is reached: the member, or the practitioner an assistant acts for. Missing: an assistant who acts for
   * nobody, or for someone they may not act for.
   */
  readonly subject: Member | undefined
  /** Whether the practitioner an assistant acts for is an admin. */
  readonly subjectIsAdmin: boolean
  readonly grants: readonly HeldGrant[]
  readonly shares: readonly Share[]
  readonly glass: readonly PatientId[]
  /** The subject's team access in force. */
  readonly team: readonly TeamEntry[]
  readonly tagLimits: readonly HeldLimit[]
  /** On whom *own notes only* was set: the member, the practitioner acted for. Empty: on neither. */
  readonly ownNotesOnlyOn: readonly MemberId[]
  /** Where `hidePrices` was set: the member's own id, or the roles that set it. Empty: prices are shown. */
  readonly pricesHiddenBy: readonly string[]
  /** The members who can be assignees at this instant, by the kind of record. */
  readonly assignees: ReadonlyMap<string, readonly MemberId[]>
  /** Plans that refuse every record alike, by the step. */
  refused: Partial<Record<Step, Plan>> | undefined
  /** Conditions made from it so far. */
  made: Map<string, Condition> | undefined
  /** The standing is the same from here … */
  readonly validFrom: Instant
  /** … until here, exclusive. */
  readonly validUntil: Instant
}

/** Work out a member's standing. An unknown member gets one that reaches nothing. */
export function standingOf(snapshot: Snapshot, who: Who): Standing {
  const window = new Window(who.at)
  const member = snapshot.members.get(who.member)
  const active = member !== undefined && window.sees(member) && member.status === 'active' && member.account
  const subject = member === undefined ? undefined : subjectOf(snapshot, who, member, window)
  const people = limitedBy(member, subject)
  const inForce = member === undefined ? [] : heldGrants(snapshot, member, window)
  return {
    snapshot,
    who,
    member,
    active,
    subject,
    subjectIsAdmin:
      member?.kind === 'assistant' && subject !== undefined && isAdmin(snapshot, subject, window),
    // Collaborators hold shares, never roles: theirs carry nothing, though a flag on one still hides prices.
    grants: member?.kind === 'collaborator' ? [] : inForce,
    shares: (snapshot.sharesWith.get(who.member) ?? []).filter(
      (share) => member?.kind === 'collaborator' && window.sees(share) && share.accepted && share.consent,
    ),
    glass: openGlass(snapshot.glassOf.get(who.member) ?? [], member, window),
    team: (subject?.team ?? []).filter((entry) => window.sees(entry) && entry.level !== 'none'),
    tagLimits: tagLimits(people, window),
    ownNotesOnlyOn: people.filter((one) => holdsNow(one.ownNotesOnly, window)).map(({ id }) => id),
    pricesHiddenBy: pricesHiddenBy(member, inForce, window),
    assignees: assigneesNow(snapshot, window),
    refused: undefined,
    made: undefined,
    validFrom: window.from,
    validUntil: window.until,
  }
}

/** Remembers the nearest bounds of every span it is asked about. */
class Window {
  from = Number.NEGATIVE_INFINITY
  until = Number.POSITIVE_INFINITY
  readonly at: Instant

  constructor(at: Instant) {
    this.at = at
  }

  sees(span: Span): boolean {
    this.#bound(span.from)
    this.#bound(span.until)
    return within(span, this.at)
  }

  #bound(instant: Instant | undefined): void {
    if (instant === undefined) return
    if (instant <= this.at) this.from = Math.max(this.from, instant)
    else this.until = Math.min(this.until, instant)
  }
}

function holdsNow(span: Span | undefined, window: Window): boolean {
  return span !== undefined && window.sees(span)
}

function subjectOf(snapshot: Snapshot, who: Who, member: Member, window: Window): Member | undefined {
  if (member.kind !== 'assistant') return who.actingFor === undefined ? member : undefined
  const managed = member.manages.filter((link) => window.sees(link) && link.practitioner === who.actingFor)
  const practitioner = managed.length === 0 ? undefined : snapshot.members.get(who.actingFor ?? '')
  if (practitioner?.kind !== 'practitioner') return undefined
  return practitioner.status === 'locked' || practitioner.status === 'archived' ? undefined : practitioner
}

/** Whose limits hold: an assistant's own, and those of the practitioner they act for. */
function limitedBy(member: Member | undefined, subject: Member | undefined): readonly Member[] {
  if (member === undefined) return []
  return subject === undefined || subject === member ? [member] : [member, subject]
}

function heldGrants(snapshot: Snapshot, member: Member, window: Window): readonly HeldGrant[] {
  const held: HeldGrant[] = []
  for (const grant of member.grants) {
    const role = snapshot.roles.get(grant.role)
    if (!window.sees(grant) || role === undefined) continue
    const limit = role.role.tagLimit
    held.push({
      grant,
      role,
      tagLimit: limit !== undefined && window.sees(limit) ? limit : undefined,
      scopes: {},
    })
  }
  return held
}

function openGlass(
  glass: readonly Glass[],
  member: Member | undefined,
  window: Window,
): readonly PatientId[] {
  if (member === undefined || (member.kind !== 'practitioner' && member.kind !== 'administrative')) return []
  return glass.filter((entry) => window.sees(entry)).map((entry) => entry.patient)
}

function tagLimits(people: readonly Member[], window: Window): readonly HeldLimit[] {
  return people.flatMap(({ id, tagLimit }) =>
    tagLimit !== undefined && window.sees(tagLimit) ? [{ limit: tagLimit, on: id }] : [],
  )
}

function pricesHiddenBy(
  member: Member | undefined,
  grants: readonly HeldGrant[],
  window: Window,
): readonly string[] {
  const own = member !== undefined && holdsNow(member.hidePrices, window) ? [member.id] : []
  const roles = grants
    .filter(({ role }) => holdsNow(role.role.hidePrices, window))
    .map(({ grant }) => grant.role)
  return [...own, ...roles]
}

function assigneesNow({ assignees }: Snapshot, window: Window): Standing['assignees'] {
  const now = new Map<string, readonly MemberId[]>()
  for (const [kind, { lasting, dated }] of assignees) {
    const present = dated.filter((one) => window.sees(one)).map(({ id }) => id)
    now.set(kind, present.length === 0 ? lasting : [...lasting, ...present])
  }
  return now
}

/** Whether a person holds the admin permission by a grant in force, in any scope, or by owning the practice. */
function isAdmin(snapshot: Snapshot, person: Member, window: Window): boolean {
  const permission = snapshot.catalog.adminPermission
  if (permission === undefined) return false
  return (
    person.owner || heldGrants(snapshot, person, window).some(({ role }) => role.permissions.has(permission))
  )
}

/** Whose data is reached, as a list: one id or none. */
export function subjectIds({ subject }: Standing): readonly MemberId[] {
  return subject === undefined ? [] : [subject.id]
}

/** Conditions that many acts share are made once per standing. */
export function remembered(standing: Standing, key: string, make: () => Condition): Condition {
  const before = standing.made?.get(key)
  if (before !== undefined) return before
  const condition = make()
  standing.made ??= new Map()
  standing.made.set(key, condition)
  return condition
}
