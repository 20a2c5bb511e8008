/**
 * The rule that people do not widen their own access by changing facts: a change of a patient's facts is refused when
 * the person who makes it, or the practitioner they act for, would gain an act by it.
 */
import {
  allows,
  type Catalog,
  type GainedAct,
  gainedActs,
  holds,
  type Member,
  type PatientFacts,
  type RecordFacts,
  type Snapshot,
} from '@rolecall/core'
import type { Refusal, RequestContext } from './door.ts'
import { mayGiveIn } from './grant-scope.ts'
import { laterSnapshots } from './later-access.ts'
import { nameOf } from './member-name.ts'

export interface ChangedRecord {
  readonly act: string
  readonly before: RecordFacts
  readonly after: RecordFacts
}

/** What the person who makes a change would gain by it. */
interface Gain extends GainedAct {
  readonly person: Member
  /** Not before a role of theirs begins or a limit ends. */
  readonly isLater: boolean
}

/** @returns undefined if neither the person nor the practitioner they act for gains anything. */
export function gainOf(context: RequestContext, before: PatientFacts, after: PatientFacts): Gain | undefined {
  for (const person of peopleOf(context)) {
    const gained = gainOfPerson(context, person.id, { before, after })
    if (gained !== undefined) return { ...gained, person }
  }
  return undefined
}

interface Patients {
  readonly before: PatientFacts
  readonly after: PatientFacts
}

/** The first act a person gains by a change: now, or once a role of theirs begins or a limit ends. */
function gainOfPerson(
  context: RequestContext,
  member: string,
  change: Patients,
): (GainedAct & { readonly isLater: boolean }) | undefined {
  const { snapshot, at } = context
  for (const one of [snapshot, ...laterSnapshotsOf(context, member)]) {
    const [gained] = gainedActs(one, { member, at, ...change })
    if (gained !== undefined) return { ...gained, isLater: one !== snapshot }
  }
  return undefined
}

/** Made once for a request, which may change many patients. */
const later = new WeakMap<RequestContext, Map<string, readonly Snapshot[]>>()

function laterSnapshotsOf(context: RequestContext, member: string): readonly Snapshot[] {
  const known = later.get(context) ?? new Map<string, readonly Snapshot[]>()
  later.set(context, known)
  const made = known.get(member) ?? laterSnapshots(context.snapshot, member, context.at)
  known.set(member, made)
  return made
}

/** Who a request counts for: what an assistant does is also done by the practitioner they act for. */
function peopleOf({ snapshot, member, actingFor }: RequestContext): readonly Member[] {
  const practitioner = actingFor === undefined ? undefined : snapshot.members.get(actingFor)
  return practitioner === undefined ? [member] : [member, practitioner]
}

/** Whether a person may confirm a gain of their own: they manage accounts without a scope. A program never does. */
export function mayConfirmGain(context: RequestContext): boolean {
  const { snapshot, member, actingFor, at } = context
  const permission = snapshot.catalog.adminPermission
  if (permission === undefined || member.kind === 'integration') return false
  const question = { member: member.id, at, permission, ...(actingFor !== undefined && { actingFor }) }
  return holds(snapshot, question).allowed && mayGiveIn(context, {})
}

/** The refusal of a change by which a person would gain access. */
export function gainRefusal(context: RequestContext, gain: Gain, change: ChangedRecord): Refusal {
  const refused = { refused: 'patient', verdict: verdictOf(context, gain) } as const
  if (mayConfirmGain(context))
    return {
      ...refused,
      mend: 'confirm with `confirmed` that you mean it, which the activity log records',
      reason: 'wider-access',
    }
  const colleagues = colleaguesWhoMay(context, change)
  const asked = colleagues.length === 0 ? 'an admin' : colleagues.join(' or ')
  return { ...refused, mend: `ask ${asked} to do it` }
}

function verdictOf({ snapshot, member }: RequestContext, { person, kind, act, isLater }: Gain): string {
  const who = person.id === member.id ? 'you' : nameOf(person)
  const when = isLater ? `once ${who === 'you' ? 'your' : 'their'} access changes, ` : ''
  return `${when}this would let ${who} ${actWords(snapshot.catalog, kind, act)}, which ${who === 'you' ? "you can't" : "they can't"} do now`
}

function actWords({ kinds, patientKind, cells }: Catalog, kind: string, act: string): string {
  const verb = cells.get(kind)?.get(act)?.rule.verb.base ?? act
  return kind === patientKind
    ? `${verb} this patient`
    : `${verb} ${kinds[kind]?.noun ?? kind} for this patient`
}

const mostNamed = 3

/**
 * Colleagues who may make the same change without gaining anything. Who may view a patient is told to everyone else who
 * may, so these names tell nothing new; a program is told none.
 */
function colleaguesWhoMay(context: RequestContext, { act, before, after }: ChangedRecord): readonly string[] {
  const { snapshot, member, actingFor, at } = context
  const patients = { before: before.patient, after: after.patient }
  if (member.kind === 'integration' || patients.before == null || patients.after == null) return []
  const change = { before: patients.before, after: patients.after }
  const viewed = { id: change.before.id, kind: 'patient', patient: change.before }
  const mayDo = ({ id }: Member) =>
    allows(snapshot, { member: id, at, act: 'view', record: viewed }) &&
    allows(snapshot, { member: id, at, act, record: before }) &&
    gainOfPerson(context, id, change) === undefined
  return snapshot.policy.members
    .values()
    .filter(({ id, kind }) => (kind === 'practitioner' || kind === 'administrative') && id !== member.id)
    .filter(({ id }) => id !== actingFor)
    .filter(mayDo)
    .take(mostNamed)
    .map(nameOf)
    .toArray()
}
