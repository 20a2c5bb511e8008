/** An admin of one location does nothing to people whose access reaches beyond it: the same rule for every operation. */
import { type Operation, operations, type Problem, type WholeMember } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import type { Client } from '../client.ts'
import { inPractice } from '../with-tables.ts'
import { withWrittenPractice } from '../with-written-practice.ts'

const inside =
  'grants: [{ role: desk, at: [green] }, { role: desk, at: [green], tagged: [vip], from: 2098-01-01T00:00:00Z }, { role: desk, until: 2020-01-01T00:00:00Z }]'

const { as, database, practiceId } = await withWrittenPractice(`
practice: { name: Green Street, modules: [clinical, orders], now: 2026-11-21T09:00:00Z }
locations: [green, blue]
tags: [green-st, vip]
roles:
  desk: { label: Desk, fits: [administrative, assistant, practitioner], permissions: [patients.manage] }
  people: { label: People, fits: [administrative], permissions: [accounts.manage] }
  green-only: { label: Green only, fits: [administrative], permissions: [patients.view] }
members:
  chen: { kind: practitioner, owner: true }
  dee: { kind: practitioner, grants: [{ role: desk }] }
  mara: { kind: administrative, grants: [{ role: people }] }
  lena: { kind: administrative, grants: [{ role: people, at: [green] }] }
  # Beyond the scope of lena.
  everywhere: { kind: administrative, grants: [{ role: desk }] }
  elsewhere: { kind: administrative, account: false, status: invited, grants: [{ role: desk, at: [green] }, { role: desk, at: [blue] }] }
  both: { kind: administrative, grants: [{ role: green-only, at: [green, blue] }] }
  later: { kind: administrative, grants: [{ role: desk, at: [green] }, { role: desk, from: 2098-01-01T00:00:00Z }] }
  shared: { kind: collaborator }
  # Within it.
  gus: { kind: administrative, ${inside} }
  open: { kind: administrative, account: false, status: invited, ${inside} }
  shut: { kind: administrative, status: locked, ${inside} }
  gone: { kind: administrative, ${inside} }
  aid: { kind: assistant, ${inside} }
shares:
  - { with: shared, by: dee, permissions: [], cases: all, consent: true, accepted: true }
`)

const [mara, lena] = [await as('mara'), await as('lena')]
const read = (id: string) => mara.get<WholeMember>(`/api/members/${id}`)

interface Asking {
  /** Somebody within the scope to whom it can be done. */
  readonly to: string
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object
  /** Whether it names the version that was read. */
  readonly versioned?: true
}

const noLimits = { tags: null, ownNotesOnly: null, hidePrices: null }

/** Every operation on a member: one that is added to the contract and not here fails below. */
const onMembers: Readonly<Record<string, Asking>> = {
  editMember: {
    to: 'gus',
    method: 'PATCH',
    path: '',
    body: { name: 'Thief', email: 'thief@evil.example' },
    versioned: true,
  },
  lockMember: { to: 'gone', method: 'POST', path: '/lock' },
  unlockMember: { to: 'shut', method: 'POST', path: '/unlock' },
  archiveMember: { to: 'gone', method: 'POST', path: '/archive', body: {} },
  setLimits: { to: 'gus', method: 'PUT', path: '/limits', body: noLimits },
  setTeamAccess: { to: 'gus', method: 'PUT', path: '/team-access', body: { team: { setting: 'own' } } },
  setManaged: {
    to: 'aid',
    method: 'PUT',
    path: '/managed-practitioners',
    body: { practitioners: [{ member: 'dee' }] },
  },
  inviteMember: { to: 'open', method: 'POST', path: '/invite', body: { email: 'thief@evil.example' } },
  grantRole: { to: 'gus', method: 'POST', path: '/grants', body: { role: 'desk', at: ['green'] } },
  editGrant: { to: 'gus', method: 'PATCH', path: '/grants/:grant', body: { until: '2099-01-01T00:00:00Z' } },
  revokeGrant: { to: 'gus', method: 'DELETE', path: '/grants/:grant' },
}

/** The others that change people or roles, and why they do nothing to a member whom a scoped admin could choose. */
const otherwise: Readonly<Record<string, string>> = {
  addMember: 'there is nobody yet',
  addRole: 'nobody holds it yet',
  editRole: 'changes everybody who holds it: tested below',
  deleteRole: 'nobody may hold it',
  setSeparations: 'holds for the whole practice',
  handOverOwnership: 'only the owner does it, who has no scope',
}

async function ask(client: Client, { method, path, body, versioned }: Asking, id: string) {
  const { version, roles } = await read(id)
  const grant =
    roles.find(({ at, when }) => when === 'now' && at !== null)?.grant ?? roles[0]?.grant ?? 'none'
  return client.ask(
    method,
    `/api/members/${id}${path.replace(':grant', encodeURIComponent(grant))}`,
    body,
    versioned && version,
  )
}

describe('attack 2: an admin of one location', () => {
  test('meets the rule in every operation of the contract on a member', () => {
    const changing = Object.entries(operations as Record<string, Operation>).flatMap(([id, operation]) => {
      const { needs, effect, path } = operation
      const isAbout = typeof needs === 'object' && 'kind' in needs && ['member', 'role'].includes(needs.kind)
      return effect !== 'looks' && (isAbout || path.startsWith('/api/members/')) ? [id] : []
    })
    expect(changing.toSorted()).toEqual([...Object.keys(onMembers), ...Object.keys(otherwise)].toSorted())
  })

  test.each(Object.entries(onMembers))(
    '%s: refused for everybody whose access reaches beyond',
    async (_, asking) => {
      for (const id of ['everywhere', 'elsewhere', 'both', 'later', 'shared', 'chen', 'mara']) {
        const response = await ask(lena, asking, id)
        expect([id, response.statusCode, response.json<Problem>().step]).toEqual([id, 403, 'permission'])
      }
    },
  )

  test.each(Object.entries(onMembers))(
    '%s: done for somebody all of whose roles lie within',
    async (_, asking) => {
      expect((await ask(lena, asking, asking.to)).statusCode).toBeLessThan(300)
    },
  )

  test('hands no work of somebody within to a successor beyond, who would reach more', async () => {
    const response = await lena.ask('POST', '/api/members/gus/archive', { successor: 'everywhere' })
    expect(response.json<Problem>()).toMatchObject({ status: 403, step: 'permission' })
  })

  test('changes no role that is held by somebody beyond, also where they hold this one within', async () => {
    const { roles } = await mara.get<{ roles: { id: string; version: number }[] }>('/api/roles')
    const version = roles.find(({ id }) => id === 'desk')?.version
    const body = { permissions: ['patients.view'] }
    const response = await lena.ask('PATCH', '/api/roles/desk', body, version)
    expect(response.json<Problem>()).toMatchObject({ status: 403, step: 'permission' })
  })

  test('took nobody over: no address, invitation or session of theirs changed', async () => {
    const rows = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('member')
        .select('id')
        .where('practice_id', '=', practiceId)
        .where('email', '=', 'thief@evil.example')
        .execute(),
    )
    expect(rows.map(({ id }) => id).toSorted()).toEqual(['gus', 'open'])
    const invited = await inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom('invitation')
        .select('member_id')
        .where('practice_id', '=', practiceId)
        .execute(),
    )
    expect(invited).toEqual([{ member_id: 'open' }])
  })

  test('is no limit to an admin of the whole practice, nor to the owner without a role', async () => {
    for (const client of [mara, await as('chen')])
      expect((await client.ask('PUT', '/api/members/everywhere/limits', noLimits)).statusCode).toBe(200)
  })
})
