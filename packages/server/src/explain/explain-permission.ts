import type { Why } from '@rolecall/contract'
import { explain, holds, practiceCatalog, type Step, steps } from '@rolecall/core'
import type { RequestContext, Subject } from '../access/door.ts'
import { namedMember } from '../team/team-access.ts'

type Explanation = Why['explanation']

/** Whether somebody holds a permission at all, in any scope, and why not: the first five steps. */
export function explainPermission(door: RequestContext, subject: Subject, permission: string): Explanation {
  const { snapshot, at } = door
  const who = {
    member: subject.member,
    ...(subject.actingFor !== undefined && { actingFor: subject.actingFor }),
    at,
  }
  const { name } = namedMember(snapshot, who.member)
  const label = practiceCatalog.permissions[permission]?.label ?? permission
  const { step } = holds(snapshot, { ...who, permission })
  if (step === undefined) {
    const grants = carriersOf(door, who.member, permission)
    const by = [...new Set(grants.map(({ words }) => words))].join(' and ')
    return {
      answer: 'yes',
      verdict: `${name} has the permission ${label}${by === '' ? '' : `, allowed by ${by}`}`,
      grants,
      steps: askedSteps(undefined, ''),
    }
  }
  const { cause, mend } = whyNot(door, who, permission, step)
  return {
    answer: 'no',
    step,
    verdict: cause,
    ...(mend !== undefined && { mend }),
    grants: [],
    steps: askedSteps(step, cause, mend),
  }
}

interface Who {
  readonly member: string
  readonly actingFor?: string
  readonly at: number
}

/** The words of an act of it that fails at the same step; `permission` is the one step that asks for it by name. */
function whyNot({ snapshot }: RequestContext, who: Who, permission: string, failed: Step) {
  const known = practiceCatalog.permissions[permission]
  if (known === undefined) return { cause: 'there is no such permission', mend: 'check its name' }
  if (failed === 'permission')
    return {
      cause: `${namedMember(snapshot, who.member).name}'s roles don't include the permission ${known.label}`,
      mend: `ask an admin for the permission ${known.label}`,
    }
  for (const { kind, acts } of known.covers)
    for (const act of acts) {
      const found = explain(snapshot, { ...who, kind, act }).steps.find(({ step }) => step === failed)
      if (found?.outcome === 'failed') return found
    }
  return { cause: 'an earlier check failed', mend: undefined }
}

function carriersOf({ snapshot, at }: RequestContext, id: string, permission: string): Explanation['grants'] {
  const member = snapshot.members.get(id)
  if (member === undefined) return []
  const grants = member.grants
    .filter(({ from = at, until = at + 1 }) => from <= at && at < until)
    .flatMap((grant) => {
      const role = snapshot.roles.get(grant.role)
      return role?.permissions.has(permission) === true
        ? [{ id: grant.id, words: `the role ${role.role.label}` }]
        : []
    })
  return member.owner && permission === practiceCatalog.adminPermission
    ? [...grants, { id: 'ownership', words: 'owning the practice' }]
    : grants
}

const askedBefore: readonly Step[] = ['inactive', 'module-off', 'kind', 'permission', 'acting']

const asks: Readonly<Record<string, string>> = {
  inactive: 'is the account active?',
  'module-off': 'does the practice have this module?',
  kind: 'is this possible for the account type?',
  permission: 'does a role or a share include this?',
  acting: 'are they working for someone they assist?',
}

function askedSteps(failed: Step | undefined, cause: string, mend?: string): Explanation['steps'] {
  const place = failed === undefined ? steps.length : steps.indexOf(failed)
  return steps.map((step, index) => {
    const question = { step, asks: asks[step] ?? 'can they see the record?' }
    if (step === failed)
      return { ...question, outcome: 'failed' as const, cause, ...(mend !== undefined && { mend }) }
    if (index > place || !askedBefore.includes(step))
      return { ...question, outcome: 'not-asked' as const, cause: "permissions don't depend on a record" }
    return { ...question, outcome: 'passed' as const, cause: 'nothing blocks it' }
  })
}
