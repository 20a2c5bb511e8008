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
      verdict: `${name} holds *${label}*${by === '' ? '' : `, by ${by}`}`,
      grants,
      steps: askedSteps(undefined, ''),
    }
  }
  const { cause, mend } = whyNot(door, who, permission, step)
  return {
    answer: 'no',
    step,
    verdict: `${name} does not hold *${label}*: ${cause}`,
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
  if (known === undefined)
    return { cause: `there is no permission \`${permission}\``, mend: 'check its name' }
  if (failed === 'permission')
    return { cause: 'no role or share of theirs lists it', mend: `ask an admin for *${known.label}*` }
  for (const { kind, acts } of known.covers)
    for (const act of acts) {
      const found = explain(snapshot, { ...who, kind, act }).steps.find(({ step }) => step === failed)
      if (found?.outcome === 'failed') return found
    }
  return { cause: 'a step before any record refuses it', mend: undefined }
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
    ? [...grants, { id: 'ownership', words: 'the ownership of the practice' }]
    : grants
}

const askedBefore: readonly Step[] = ['inactive', 'module-off', 'kind', 'permission', 'acting']

const asks: Readonly<Record<string, string>> = {
  inactive: 'is the person active and able to sign in?',
  'module-off': 'does the practice have the module?',
  kind: 'can this kind of member do it at all?',
  permission: 'does a role or share allow it?',
  acting: 'do they act for someone they may act for?',
}

function askedSteps(failed: Step | undefined, cause: string, mend?: string): Explanation['steps'] {
  const place = failed === undefined ? steps.length : steps.indexOf(failed)
  return steps.map((step, index) => {
    const question = { step, asks: asks[step] ?? 'is it a record they reach?' }
    if (step === failed)
      return { ...question, outcome: 'failed' as const, cause, ...(mend !== undefined && { mend }) }
    if (index > place || !askedBefore.includes(step))
      return { ...question, outcome: 'not-asked' as const, cause: 'a permission is held without any record' }
    return { ...question, outcome: 'passed' as const, cause: 'nothing stands in the way' }
  })
}
