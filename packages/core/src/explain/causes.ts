/**
 * Why a step came out as it did, and what would mend it: one function a step.
 *
 * They look at the same standing the condition was made from, and name the limit, grant or flag and where it was set.
 */
import type { Step } from '../catalog/catalog.ts'
import type { Asked } from '../plan/asked.ts'
import type { Standing } from '../plan/standing.ts'
import { within } from '../policy/snapshot.ts'
import type { Cause, Examined } from './cause.ts'
import { describe, stateWords } from './describe.ts'
import { actWords, boundWords, carrierWords, kindName, listed, nameOf, roleName } from './names.ts'
import { whyActing } from './why-acting.ts'
import { whyPatient } from './why-patient.ts'
import { whyPermission } from './why-permission.ts'
import { whyTeam } from './why-team.ts'

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
