import { practiceCatalog } from '@rolecall/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPolicy } from '../src/access/read-policy.ts'
import { faultsOf } from '../src/policy/validate-policy.ts'
import type { Client } from './client.ts'
import { inPractice } from './with-tables.ts'
import { peopleOfGreenStreet, withWrittenPractice } from './with-written-practice.ts'

const { as, database, practiceId } = await withWrittenPractice(peopleOfGreenStreet)

const people = [
  'chen',
  'okafor',
  'dee',
  'tanaka',
  'mara',
  'lena',
  'ana',
  'gus',
  'nils',
  'vera',
  'hatt',
  'scribe',
]
const roles = [
  'provider',
  'admin',
  'people',
  'front-desk',
  'vault',
  'biller',
  'bookkeeper',
  'clinical-assistant',
]

interface Step {
  readonly who: string
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly body: object
}

const person = fc.constantFrom(...people)
const role = fc.constantFrom(...roles)
const later = fc.constantFrom(undefined, '2090-01-01T00:00:00Z', '2095-01-01T00:00:00Z')
const level = fc.constantFrom('view', 'edit', 'none')

function step(
  method: Step['method'],
  of: fc.Arbitrary<readonly [url: string, body: object]>,
): fc.Arbitrary<Step> {
  return fc
    .record({ who: fc.constantFrom('chen', 'okafor', 'mara', 'lena', 'dee', 'vera'), of })
    .map(({ who, of: [url, body] }) => ({ who, method, url, body }))
}

const anyStep = fc.oneof(
  step(
    'POST',
    fc
      .record({ person, role, from: later, until: later })
      .map(({ person, ...body }) => [`/api/members/${person}/grants`, body]),
  ),
  step(
    'DELETE',
    fc
      .record({ person, which: fc.nat(3) })
      .map(({ person, which }) => [
        `/api/members/${person}/grants/${encodeURIComponent(`${person}/${which}`)}`,
        {},
      ]),
  ),
  step(
    'POST',
    person.map((member) => ['/api/owner', { member }]),
  ),
  step(
    'POST',
    person.map((id) => [`/api/members/${id}/lock`, {}]),
  ),
  step(
    'POST',
    person.map((id) => [`/api/members/${id}/unlock`, {}]),
  ),
  step(
    'PUT',
    fc
      .record({
        person,
        members: fc.array(fc.record({ member: person, level }), { minLength: 1, maxLength: 3 }),
      })
      .map(({ person, members }) => [
        `/api/members/${person}/team-access`,
        { team: { setting: 'members', members } },
      ]),
  ),
  step(
    'PUT',
    fc
      .record({ person, practitioners: fc.array(fc.record({ member: person }), { maxLength: 3 }) })
      .map(({ person, practitioners }) => [
        `/api/members/${person}/managed-practitioners`,
        { practitioners },
      ]),
  ),
  step(
    'PUT',
    fc
      .array(fc.record({ roles: fc.uniqueArray(role, { minLength: 2, maxLength: 3 }), most: fc.nat(2) }), {
        maxLength: 2,
      })
      .map((separations) => ['/api/practice/separations', { separations }]),
  ),
  step(
    'DELETE',
    role.map((id) => [`/api/roles/${id}`, {}]),
  ),
  step(
    'PATCH',
    fc
      .record({
        role,
        fits: fc.subarray(['practitioner', 'administrative', 'assistant', 'integration']),
        grantableBy: fc.option(fc.array(fc.oneof(person, role), { maxLength: 2 })),
      })
      .map(({ role, ...body }) => [`/api/roles/${role}`, body]),
  ),
)

const clients = new Map<string, Client>()

async function clientOf(who: string): Promise<Client | undefined> {
  const known = clients.get(who)
  if (known !== undefined && (await known.ask('GET', '/api/me')).statusCode === 200) return known
  try {
    const client = await as(who, who === 'vera' ? 'okafor' : undefined)
    clients.set(who, client)
    return client
  } catch {
    // Locked, or no longer managing: whoever cannot sign in does nothing.
    return undefined
  }
}

async function take({ who, method, url, body }: Step): Promise<number> {
  const client = await clientOf(who)
  if (client === undefined) return 0
  const version = method === 'PATCH' ? 1 : undefined
  return (await client.ask(method, url, method === 'DELETE' ? undefined : body, version)).statusCode
}

test('no changes in whatever order, three at a time, leave a faulty policy or a server at a loss', async () => {
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 3 }), async (steps) => {
      for (const status of await Promise.all(steps.map(take))) seen.set(status, (seen.get(status) ?? 0) + 1)
      const policy = await inPractice(database, practiceId, (transaction) =>
        readPolicy(transaction, practiceId),
      )
      expect(faultsOf(practiceCatalog, policy, Date.now())).toEqual([])
    }),
    { numRuns: 150, seed: 2026, endOnFailure: true },
  )
  expect(seen.get(500)).toBeUndefined()
  // Something was done, and something of every sort was refused.
  for (const status of [200, 201, 204, 403, 404, 409, 422])
    expect([status, seen.get(status) ?? 0]).not.toEqual([status, 0])
}, 60_000)
