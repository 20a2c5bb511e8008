import { type Member, type Policy, practiceCatalog, type Role } from '@rolecall/core'
import { expect, test } from 'vitest'
import { faultsOf } from './validate-policy.ts'

const at = Date.parse('2026-11-21T09:00:00Z')

function member(id: string, rest: Partial<Member> = {}): Member {
  return {
    id,
    kind: 'practitioner',
    status: 'active',
    account: true,
    owner: false,
    grants: [],
    team: [],
    manages: [],
    ...rest,
  }
}

function role(id: string, rest: Partial<Role> = {}): Role {
  return { id, label: id, fits: ['practitioner', 'administrative'], permissions: [], ...rest }
}

const chen = member('chen', { owner: true })
const dee = member('dee')
const vera = member('vera', { kind: 'assistant', manages: [{ practitioner: 'chen' }] })
const hatt = member('hatt', { kind: 'collaborator' })
const biller = role('biller')
const keeper = role('keeper')

const sound: Policy = {
  modules: ['clinical'],
  readOnly: ['billing'],
  roles: [biller, keeper],
  members: [chen, dee, vera, hatt],
  shares: [
    {
      id: 's',
      with: 'hatt',
      by: 'chen',
      permissions: ['setups.decline'],
      cases: 'all',
      consent: true,
      accepted: true,
    },
  ],
  glass: [],
  separate: [{ roles: ['biller', 'keeper'], most: 1 }],
}

const [share] = sound.shares

/** The policy with one member instead of the one of the same id. */
function withMember(one: Member): Policy {
  return { ...sound, members: sound.members.map((other) => (other.id === one.id ? one : other)) }
}

function sentences(policy: Policy): string {
  return faultsOf(practiceCatalog, policy, at)
    .map(({ sentence }) => sentence)
    .join('\n')
}

const grant = { id: 'g', role: 'biller' }

test('a sound policy has no fault', () => {
  expect(faultsOf(practiceCatalog, sound, at)).toEqual([])
})

test.each<readonly [string, Policy, string]>([
  ['no owner', withMember(member('chen')), 'exactly one owner, and this would make 0'],
  ['two owners', withMember(member('dee', { owner: true })), 'exactly one owner, and this would make 2'],
  ['a locked owner', withMember({ ...chen, status: 'locked' }), 'stays active'],
  ['an archived owner', withMember({ ...chen, status: 'archived' }), 'stays active'],
  ['an owner without account', withMember({ ...chen, account: false }), 'needs an account'],
  [
    'an assistant as owner',
    { ...sound, members: [dee, { ...vera, owner: true, manages: [] }] },
    'is assistant',
  ],
  ['an owner with a last day', withMember({ ...chen, until: at + 1 }), 'no first or last day'],
  ['an unknown module', { ...sound, modules: ['astrology'] }, 'no module `astrology`'],
  ['a module on and read-only', { ...sound, modules: ['billing'] }, 'on and read-only at once'],
  ['a role that fits nobody', { ...sound, roles: [{ ...biller, fits: [] }, keeper] }, 'fits nobody'],
  [
    'a role for collaborators',
    { ...sound, roles: [{ ...biller, fits: ['collaborator'] }, keeper] },
    'cannot fit',
  ],
  ['an unknown permission', { ...sound, roles: [{ ...biller, permissions: ['fly'] }, keeper] }, '`fly`'],
  ['an unknown granter', { ...sound, roles: [{ ...biller, grantableBy: ['zoe'] }, keeper] }, '`zoe`'],
  [
    'a role limited backwards',
    { ...sound, roles: [{ ...biller, hidePrices: { from: 2, until: 1 } }, keeper] },
    'ends before it begins',
  ],
  ['a grant of no role', withMember({ ...dee, grants: [{ id: 'g', role: 'nurse' }] }), 'no role `nurse`'],
  ['a grant that does not fit', withMember({ ...vera, grants: [grant] }), 'does not fit `vera`'],
  ['a grant of a collaborator', withMember({ ...hatt, grants: [grant] }), 'is given no role'],
  [
    'a grant backwards',
    withMember({ ...dee, grants: [{ ...grant, from: 5, until: 5 }] }),
    'ends before it begins',
  ],
  ['team access of an assistant', withMember({ ...vera, team: [{ level: 'view' }] }), 'has no team access'],
  ['team access of a collaborator', withMember({ ...hatt, team: [{ level: 'view' }] }), 'has no team access'],
  ['team access to nobody', withMember({ ...dee, team: [{ colleague: 'zoe', level: 'view' }] }), '`zoe`'],
  [
    'team access to oneself',
    withMember({ ...dee, team: [{ colleague: 'dee', level: 'view' }] }),
    'their own work',
  ],
  [
    'team access to no section',
    withMember({ ...dee, team: [{ colleague: 'chen', section: 'attic', level: 'view' }] }),
    '`attic`',
  ],
  [
    'a section of everybody',
    withMember({ ...dee, team: [{ section: 'notes', level: 'view' }] }),
    'names no colleague',
  ],
  [
    'a practitioner who manages',
    withMember({ ...dee, manages: [{ practitioner: 'chen' }] }),
    'is no assistant',
  ],
  [
    'managing an assistant',
    withMember({ ...vera, manages: [{ practitioner: 'vera' }] }),
    'is no practitioner',
  ],
  ['managing nobody', withMember({ ...vera, manages: [{ practitioner: 'zoe' }] }), 'is no practitioner'],
  ['a member here backwards', withMember({ ...dee, from: 9, until: 8 }), 'ends before it begins'],
  [
    'a share with staff',
    { ...sound, shares: share === undefined ? [] : [{ ...share, with: 'dee' }] },
    'no collaborator',
  ],
  [
    'a share by staff',
    { ...sound, shares: share === undefined ? [] : [{ ...share, by: 'vera' }] },
    'shares no cases',
  ],
  [
    'a share of what is not offered',
    { ...sound, shares: share === undefined ? [] : [{ ...share, permissions: ['setups.approve'] }] },
    '`setups.approve`',
  ],
  [
    'a separation of unknown roles',
    { ...sound, separate: [{ roles: ['nurse', 'keeper'], most: 1 }] },
    '`nurse`',
  ],
  [
    'a separation by half',
    { ...sound, separate: [{ roles: ['biller', 'keeper'], most: 0.5 }] },
    'whole number',
  ],
  [
    'a separation that is violated',
    withMember({ ...dee, grants: [grant, { id: 'h', role: 'keeper' }] }),
    '`dee` would hold `biller` and `keeper`',
  ],
  [
    'a separation that will be violated',
    withMember({
      ...dee,
      grants: [
        { ...grant, until: at + 10 },
        { id: 'h', role: 'keeper', from: at + 5 },
      ],
    }),
    '`dee` would hold `biller` and `keeper`',
  ],
])('%s is a fault', (_, policy, words) => {
  expect(sentences(policy)).toContain(words)
})

test('roles held one after the other violate no separation', () => {
  const one = { ...grant, until: at + 10 }
  expect(sentences(withMember({ ...dee, grants: [one, { id: 'h', role: 'keeper', from: at + 10 }] }))).toBe(
    '',
  )
})
