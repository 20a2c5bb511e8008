/**
 * Why a step came out as it did, and what would mend it: one function a step.
 *
 * They look at the same standing the condition was made from, and name the limit, grant or flag and where it was set.
 */
import type { Cell, Step } from '../catalog/catalog.ts'
import type { RecordFacts } from '../evaluate/facts.ts'
import { meets } from '../evaluate/meets.ts'
import type { Asked } from '../plan/asked.ts'
import { any, type Condition } from '../plan/condition.ts'
import type { Standing } from '../plan/standing.ts'
import type { Member, Span } from '../policy/policy.ts'
import { within } from '../policy/snapshot.ts'
import { describe, stateWords } from './describe.ts'
import { kindName, listed, moment, nameOf, permissionName, roleName } from './names.ts'

/** A sentence, and what would mend it where it tells of a failure. */
export interface Cause {
  readonly cause: string
  readonly mend?: string
}

/** What a step is explained from. No record: the question is about reach. */
export interface Examined {
  readonly asked: Asked
  readonly condition: Condition
  readonly record: RecordFacts | undefined
}

/** Why a step failed. */
export const failures: Readonly<Record<Step, (examined: Examined) => Cause>> = {
  inactive: ({ asked }) => whyInactive(asked.standing),
  'module-off': whyModuleOff,
  kind: whyKind,
  permission: whyPermission,
  acting: whyActing,
  team: whyTeam,
  patient: whyPatient,
  state: whyState,
  field: whyField,
}

/** Why a step passed, in a sentence. */
export function whyPassed(step: Step, { asked }: Examined): string {
  const { standing, cell, carrying } = asked
  const name = nameOf(standing.snapshot, standing.who.member)
  switch (step) {
    case 'inactive':
      return `${name} is active and can sign in`
    case 'module-off':
      return `the module ${moduleName(asked)} is there`
    case 'kind':
      return `${standing.member === undefined ? name : kindName(standing.member.kind)} can be given this`
    case 'permission':
      return carrying.length === 0 ? 'no permission is needed' : `${name} holds ${holdings(asked)}`
    case 'acting':
      if (standing.member?.kind !== 'assistant') return `${name} acts for nobody but themselves`
      return standing.subject === undefined
        ? 'it is their own'
        : `${name} acts for ${nameOf(standing.snapshot, standing.subject.id)}`
    case 'team':
      return cell.row.team === 'wide' ? 'it belongs to the whole practice' : 'it is within their team access'
    case 'patient':
      return cell.row.patient === 'no'
        ? 'it is about no patient'
        : 'no limit or restricted chart stands in the way'
    case 'state':
      return 'it is in a state that allows this'
    case 'field':
      return 'no field asked for is closed'
  }
}

/** Why a step depends on the record, where none was named. */
export function whyDepends({ asked, condition }: Examined): string {
  return `only ${describe(asked.standing.snapshot, condition)}`
}

function holdings({ standing, carrying }: Asked): string {
  return listed([
    ...new Set(
      carrying.map(({ grant, share, id }) => carrierWords(standing, id, grant?.grant.role, share?.by)),
    ),
  ])
}

/** What a grant or share is called: a role, a share by somebody, or owning the practice. */
export function carrierWords(standing: Standing, id: string, role?: string, sharedBy?: string): string {
  if (role !== undefined) return `the role ${roleName(standing.snapshot, role)}`
  if (sharedBy !== undefined) return `cases shared by ${nameOf(standing.snapshot, sharedBy)}`
  return id === 'ownership' ? 'the ownership of the practice' : 'what is their own'
}

function moduleName({ standing, cell }: Asked): string {
  return standing.snapshot.catalog.modules[cell.row.module]?.label ?? cell.row.module
}

export function whyInactive({ member, who, snapshot }: Standing): Cause {
  const name = nameOf(snapshot, who.member)
  if (member === undefined)
    return { cause: `there is no member \`${who.member}\` here`, mend: 'ask an admin to invite them' }
  if (member.status === 'invited')
    return {
      cause: `${name} was invited and has not accepted yet`,
      mend: `ask ${name} to accept the invitation`,
    }
  if (member.status === 'locked') return { cause: `${name} is locked`, mend: 'ask an admin to unlock them' }
  if (member.status === 'archived')
    return { cause: `${name} has left the practice`, mend: 'ask an admin to bring them back' }
  if (!within(member, who.at))
    return {
      cause: `the time of ${name} here ${boundWords(member, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  return member.kind === 'integration'
    ? { cause: `${name} has no living key`, mend: 'ask an admin for a new key' }
    : { cause: `${name} has no sign-in`, mend: 'ask an admin to link an account' }
}

function boundWords(span: Span, at: number): string {
  if (span.from !== undefined && at < span.from) return `begins ${moment(span.from)}`
  return `ended ${moment(span.until ?? at)}`
}

function whyModuleOff({ asked }: Examined): Cause {
  const readOnly = asked.standing.snapshot.modulesReadOnly.has(asked.cell.row.module)
  const module = moduleName(asked)
  return {
    cause: readOnly
      ? `the module ${module} has lapsed and can only be looked at`
      : `the module ${module} is off`,
    mend: `ask the owner to subscribe to ${module}`,
  }
}

function whyKind({ asked: { standing, cell } }: Examined): Cause {
  const { member } = standing
  const who = member === undefined ? nameOf(standing.snapshot, standing.who.member) : kindName(member.kind)
  return {
    cause: `${who} can never ${actWords(cell)}`,
    mend: 'ask someone who may; no role can change it',
  }
}

/** An act in words: `view a note`. */
export function actWords({ act, rule, row }: Cell): string {
  return `${rule.verb ?? act} ${row.noun}`
}

function whyPermission({ asked, record }: Examined): Cause {
  const { standing, cell, carrying } = asked
  const { snapshot, who, member } = standing
  const name = nameOf(snapshot, who.member)
  if (member?.kind === 'collaborator') return whyNoShare(asked)
  const wanted = permissionsFor(asked, record)
  const mend =
    wanted.length === 0
      ? 'nobody can be given this'
      : `ask an admin for ${listed(wanted.map((id) => `*${permissionName(snapshot, id)}*`))}`
  const narrow = carrying.filter(({ unscoped }) => record === undefined || meets(unscoped, record))
  if (narrow.length > 0) {
    const scopes = narrow.map(
      ({ id, grant }) => `${carrierWords(standing, id, grant?.grant.role)}${scopeWords(grant?.grant)}`,
    )
    return {
      cause: `${name} may do this only through ${listed(scopes)}`,
      mend: 'ask an admin to widen the role, or for another',
    }
  }
  const lapsed = member?.grants.find(
    (grant) => !within(grant, who.at) && snapshot.roles.get(grant.role)?.covers.has(cell) === true,
  )
  if (lapsed !== undefined)
    return {
      cause: `the role ${roleName(snapshot, lapsed.role)} of ${name} ${boundWords(lapsed, who.at)}`,
      mend,
    }
  if (carrying.length > 0) {
    const allowed = describe(snapshot, any(carrying.map(({ unscoped }) => unscoped)))
    return { cause: `the roles of ${name} let them ${actWords(cell)} only for ${allowed}`, mend }
  }
  return { cause: `no role of ${name} lets them ${actWords(cell)}`, mend }
}

function scopeWords(
  grant: { readonly at?: readonly string[]; readonly tagged?: readonly string[] } | undefined,
): string {
  const at = grant?.at === undefined ? '' : ` at ${listed(grant.at)}`
  return grant?.tagged === undefined ? at : `${at} for ${listed(grant.tagged)}`
}

/** The permissions that would carry the act on this record; on any record, where none is named. */
function permissionsFor({ standing, cell }: Asked, record: RecordFacts | undefined): readonly string[] {
  const fitting = cell.covers.filter(({ when }) => {
    if (when === undefined || record === undefined) return true
    if (when === 'own' || when === 'mine')
      return record.owner === (standing.subject?.id ?? standing.who.member)
    return meets({ is: 'state', field: when.field, equals: when.is }, record)
  })
  return fitting.map(({ permission }) => permission)
}

function whyNoShare({ standing }: Asked): Cause {
  const { snapshot, who } = standing
  const name = nameOf(snapshot, who.member)
  const shares = snapshot.sharesWith.get(who.member) ?? []
  const waiting = shares.find((share) => !share.accepted)
  if (waiting !== undefined)
    return {
      cause: `${name} has not accepted what ${nameOf(snapshot, waiting.by)} shared`,
      mend: `ask ${name} to accept it`,
    }
  const unconsented = shares.find((share) => !share.consent)
  if (unconsented !== undefined)
    return {
      cause: `the consent of the patients was not confirmed for what ${nameOf(snapshot, unconsented.by)} shared`,
      mend: `ask ${nameOf(snapshot, unconsented.by)} to confirm it`,
    }
  const over = shares.find((share) => !within(share, who.at))
  if (over !== undefined)
    return {
      cause: `what ${nameOf(snapshot, over.by)} shared ${boundWords(over, who.at)}`,
      mend: 'ask them to share it again',
    }
  return shares.length === 0
    ? { cause: `no cases are shared with ${name}`, mend: 'ask the practitioner to share the case' }
    : {
        cause: `what is shared with ${name} does not include this`,
        mend: 'ask the practitioner to allow it on the share',
      }
}

function whyActing({ asked: { standing, cell } }: Examined): Cause {
  const { snapshot, who, member, subject } = standing
  const name = nameOf(snapshot, who.member)
  if (member?.kind !== 'assistant')
    return {
      cause: `${name} is no assistant and cannot act for someone else`,
      mend: 'ask without acting for anyone',
    }
  if (who.actingFor === undefined)
    return { cause: `${name} acts for nobody`, mend: 'choose a practitioner to act for' }
  const practitioner = nameOf(snapshot, who.actingFor)
  if (subject !== undefined && cell.account)
    return {
      cause: `account acts need ${practitioner} to be an admin, and they are not`,
      mend: 'act for an admin, or ask one to do it',
    }
  return notManaged(member, standing, practitioner)
}

function notManaged(member: Member, { snapshot, who }: Standing, practitioner: string): Cause {
  const name = nameOf(snapshot, who.member)
  const links = member.manages.filter((link) => link.practitioner === who.actingFor)
  const [link] = links
  if (link === undefined)
    return {
      cause: `${name} does not manage ${practitioner}`,
      mend: `ask an admin to let ${name} manage ${practitioner}`,
    }
  if (!links.some((one) => within(one, who.at)))
    return {
      cause: `managing ${practitioner} ${boundWords(link, who.at)}`,
      mend: 'ask an admin to change the dates',
    }
  const status = snapshot.members.get(who.actingFor ?? '')?.status ?? 'unknown'
  return { cause: `${practitioner} is ${status}`, mend: 'act for another practitioner' }
}

function whyTeam({ asked, record }: Examined): Cause {
  const { standing, cell } = asked
  const { snapshot, subject, who } = standing
  const whose = subject === undefined ? nameOf(snapshot, who.member) : nameOf(snapshot, subject.id)
  if (cell.row.team === 'self')
    return { cause: `it belongs to someone other than ${whose}`, mend: 'ask the person it belongs to' }
  if (cell.row.note && standing.ownNotesOnly && record?.owner !== subject?.id)
    return { cause: `${whose} is limited to their own notes`, mend: 'ask an admin to lift *own notes only*' }
  const level = cell.rule.level
  const mend = `ask an admin for team access to them (${level})`
  if (record === undefined) return { cause: `${whose} reaches the work of nobody`, mend }
  const careTeam = record.patient?.careTeam ?? []
  if (cell.row.team === 'owner' && (record.owner == null || record.owner !== subject?.id)) {
    if (record.owner == null)
      return {
        cause: 'nobody is responsible for it, and only those who reach all team members see such records',
        mend: 'ask an admin for *all team members*',
      }
    return {
      cause: `the team access of ${whose} does not reach the work of ${nameOf(snapshot, record.owner)}, or not their patient (${level})`,
      mend: `ask an admin for team access to ${nameOf(snapshot, record.owner)} (${level})`,
    }
  }
  if (record.patient == null)
    return { cause: 'it should be about a patient, and is about none', mend: 'name its patient' }
  if (careTeam.length === 0)
    return {
      cause: 'nobody treats the patient yet, and only those who reach all team members see such patients',
      mend: 'ask for someone to be put on the care team',
    }
  return {
    cause: `the team access of ${whose} does not reach ${listed(careTeam.map((id) => nameOf(snapshot, id)))}, who treat${careTeam.length === 1 ? 's' : ''} the patient (${level})`,
    mend,
  }
}

function whyPatient({ asked, record }: Examined): Cause {
  const { standing, cell, carrying } = asked
  const { snapshot, who, subject, member } = standing
  const name = nameOf(snapshot, who.member)
  const patient = record?.patient
  const people = [...new Set([who.member, ...(subject === undefined ? [] : [subject.id])])]
  if (patient?.restrictedTo != null && !people.every((id) => patient.restrictedTo?.includes(id)))
    return {
      cause: `the whole chart is restricted, and the list does not name ${missing(standing, people, patient.restrictedTo)}`,
      mend: 'ask someone on the list to add them',
    }
  const clinical = snapshot.catalog.modules[cell.row.module]?.clinical === true
  if (clinical && patient?.clinicalTo != null && !people.every((id) => patient.clinicalTo?.includes(id)))
    return {
      cause: `the clinical content is restricted, and the list does not name ${missing(standing, people, patient.clinicalTo)}`,
      mend: 'ask someone on the list to add them',
    }
  if (member?.kind === 'collaborator')
    return patient?.consentWithdrawn === true
      ? { cause: 'the patient withdrew their consent to sharing', mend: 'ask the patient' }
      : {
          cause: `the case is not among those shared with ${name}`,
          mend: 'ask the practitioner to share this case',
        }
  const limits = [
    ...standing.tagLimits.map(({ limit, on }) => ({ limit, where: `set on ${nameOf(snapshot, on)}` })),
    ...carrying.flatMap(({ tagLimit, grant }) =>
      tagLimit === undefined
        ? []
        : [{ limit: tagLimit, where: `set on the role ${roleName(snapshot, grant?.grant.role ?? '')}` }],
    ),
  ]
  const broken = limits.filter(({ limit }) => patient == null || !meetsLimit(patient.tags, limit))
  const words = broken.map(({ limit, where }) =>
    limit.tags.length === 0
      ? `a limit without tags ${where}`
      : `the limit to ${listed(limit.tags, limit.match === 'all' ? 'and' : 'or')} ${where}`,
  )
  return {
    cause: `the patient is outside ${listed(words, 'and')}`,
    mend: 'ask an admin to change the limit, or the tags of the patient',
  }
}

function meetsLimit(
  tags: readonly string[],
  limit: { readonly match: 'any' | 'all'; readonly tags: readonly string[] },
): boolean {
  if (limit.tags.length === 0) return false
  return limit.match === 'all'
    ? limit.tags.every((tag) => tags.includes(tag))
    : limit.tags.some((tag) => tags.includes(tag))
}

function missing({ snapshot }: Standing, people: readonly string[], list: readonly string[]): string {
  return listed(
    people.filter((id) => !list.includes(id)).map((id) => nameOf(snapshot, id)),
    'and',
  )
}

function whyState({ asked: { cell } }: Examined): Cause {
  const rule = cell.rule.state
  const allowed = rule === undefined ? 'nothing' : stateWords(rule.field, rule.is)
  const mend =
    rule?.field === 'signed'
      ? rule.is === true
        ? 'sign it first'
        : 'unlock it with a reason, or write an addendum'
      : 'wait until it gets there'
  return { cause: `to ${actWords(cell)} takes ${allowed}`, mend }
}

function whyField({ asked: { standing, fields, cell } }: Examined): Cause {
  const { snapshot, pricesHiddenBy, member } = standing
  if (
    pricesHiddenBy.length > 0 &&
    (cell.row.priced || fields.some((name) => snapshot.catalog.fields[name]?.closedBy === 'hidePrices'))
  ) {
    const where = pricesHiddenBy.map((id) =>
      id === member?.id ? nameOf(snapshot, id) : `the role ${roleName(snapshot, id)}`,
    )
    return {
      cause: `prices are hidden by a flag set on ${listed(where, 'and')}`,
      mend: 'ask an admin to lift the flag',
    }
  }
  const unknown = fields.filter((name) => !Object.hasOwn(snapshot.catalog.fields, name))
  if (unknown.length > 0)
    return { cause: `there is no field \`${unknown.join('`, `')}\``, mend: 'check the name of the field' }
  const names = fields.map((name) => snapshot.catalog.fields[name]?.label.toLowerCase() ?? name)
  return {
    cause: `the field ${listed(names)} is closed to them here`,
    mend: 'ask an admin, or the person responsible for the record',
  }
}
