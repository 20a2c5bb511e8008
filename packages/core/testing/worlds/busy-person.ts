import type { Member, Policy, Role, TeamEntry } from '../../src/policy/policy.ts'
import { type Chooser, practitioners } from './any-world.ts'

const tags = ['G', 'B'] as const
const modules = ['clinical', 'billing']

/** A practice in which one person can do much with some patients, and more of it in a scope. */
export function busyPersonIn(
  choose: Chooser,
  policy: Policy,
): { readonly policy: Policy; readonly person: Member } {
  const chosen = choose.oneOf(policy.members.filter(({ kind }) => kind !== 'collaborator'))
  const desk: Role = {
    id: 'desk',
    label: 'desk',
    fits: [],
    permissions: ['patients.manage', 'appointments.manage', ...choose.some(moreOfDesk, 50)],
  }
  const scope = choose.chance(50)
    ? { at: [choose.oneOf(['north', 'south'])] }
    : { tagged: [choose.oneOf(tags)] }
  const person: Member = {
    ...chosen,
    status: 'active',
    account: true,
    grants: [
      ...chosen.grants,
      { id: 'desk', role: 'desk' },
      ...(choose.chance(70) ? [{ id: 'scoped', role: 'scoped', ...scope }] : []),
    ],
    ...(chosen.kind !== 'assistant' && choose.chance(70) && { team: partialTeamFrom(choose) }),
  }
  const scoped: Role = { ...desk, id: 'scoped', permissions: choose.some(moreOfScoped, 70) }
  return {
    person,
    policy: {
      ...policy,
      modules: [...new Set([...policy.modules, ...modules])],
      readOnly: policy.readOnly.filter((module) => !modules.includes(module)),
      roles: [...policy.roles, desk, scoped],
      members: policy.members.map((member) => (member.id === person.id ? person : member)),
    },
  }
}

const moreOfDesk = [
  'notes.write',
  'orders.add',
  'plans.create',
  'tags.restrict',
  'charts.restrict',
  'intake.manage',
]
const moreOfScoped = [
  'notes.view',
  'notes.viewSigned',
  'clinical.manage',
  'results.view',
  'invoices.manage',
  'notes.sign',
]

function partialTeamFrom(choose: Chooser): readonly TeamEntry[] {
  const sections = ['patients', 'appointments', 'notes', undefined] as const
  return choose.times(1, 5, () => {
    const section = choose.oneOf(sections)
    return {
      colleague: choose.oneOf(practitioners),
      ...(section !== undefined && { section }),
      level: choose.oneOf(['view', 'edit'] as const),
    }
  })
}
