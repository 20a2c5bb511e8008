import type { PatientCount, PatientPage } from '@rolecall/contract'
import { allows } from '@rolecall/core'
import { recordOf } from '@rolecall/core/testing'
import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from './client.ts'
import { inPractice, now, withDemo } from './with-practice.ts'

const { app, database, file, practiceId, snapshot } = await withDemo()

/**
 * How many patients each person reaches, worked out on paper from `demo/facts.ts` and `demo/access.yaml`.
 *
 * 240 = 5 practitioners × 3 places × 16 traits, every combination once. So each practitioner has 3 × 16 = 48 numbers,
 * of which the 3 of the trait "untreated" are on nobody's care team: 45 patients. Each place has 80. Each trait has 15.
 * "Restricted" charts (15, 3 for each practitioner) are open to that practitioner and the next on the list: chen,
 * okafor, lindqvist, moreau, tanaka, and chen again.
 */
const reached: readonly (readonly [member: string, actingFor: string | undefined, count: number])[] = [
  // Owner, all team members: 240 − 15 restricted + 3 of their own + 3 of tanaka's, who comes before.
  ['chen', undefined, 231],
  // Own only: 45 treated, the 3 restricted of their own among them, + 15 untreated, as `practitioner` lists intake.manage.
  ['okafor', undefined, 60],
  // Parts of chen's and okafor's work: 3 × 45 − 3 restricted of chen's; + trait "hygiene" of moreau and tanaka, 2 × 3;
  // + 15 untreated.
  ['lindqvist', undefined, 153],
  // Own only: 45, + trait "nutrition" of the other four, 4 × 3; + 15 untreated.
  ['moreau', undefined, 72],
  // Covers for tanaka: 45 − 3 restricted; + 15 untreated, as `provider` lists intake.manage.
  ['reyes', undefined, 57],
  // All team members: 240 − 15 restricted.
  ['ana', undefined, 225],
  // The same, of one tag and so of one place: 80 − 5 restricted.
  ['finn', undefined, 75],
  // Two roles at one place each: 2 × (80 − 5).
  ['bill', undefined, 150],
  // No permission about patients.
  ['bo', undefined, 0],
  // Own only and owns nobody: the 15 untreated, as `admin` lists accounts.manage.
  ['mara', undefined, 15],
  // For chen, all team members; both would have to be on a restricted list, and she is on none: 240 − 15.
  ['vera', 'chen', 225],
  // For tanaka, own only: 45 − 3 restricted. Her role lists no intake.manage.
  ['vera', 'tanaka', 42],
  ['vera', undefined, 0],
  // A collaborator views no patient.
  ['hatt', undefined, 0],
]

describe.each(reached)('%s for %s', (member, actingFor, count) => {
  test(`reaches ${count} patients, by the list, by the count, and by hand`, async () => {
    const client = await signedIn(app, member, actingFor)
    expect(await countOf(client)).toBe(count)
    expect(await idsOf(client)).toHaveLength(count)
  })

  test('gets the very rows that core allows', async () => {
    const client = await signedIn(app, member, actingFor)
    expect((await idsOf(client)).toSorted()).toEqual(await allowedIds(member, actingFor))
  })

  test('finds by a search the rows that core allows of those found by all', async () => {
    const allowed = new Set(await allowedIds(member, actingFor))
    const client = await signedIn(app, member, actingFor)
    for (const search of ['a', 'jo', 'müll', 'o’br']) {
      const everyone = await idsMatching(search)
      const expected = everyone.filter((id) => allowed.has(id))
      expect((await idsOf(client, search)).toSorted()).toEqual(expected)
      expect(await countOf(client, search)).toBe(expected.length)
    }
  })
})

test('everyone who can sign in is counted above', () => {
  const counted = new Set(reached.map(([member]) => member))
  const others = file.policy.members.filter(({ id }) => !counted.has(id)).map(({ id }) => id)
  expect(others).toEqual(['tanaka', 'novak', 'ivo', 'lena', 'nils', 'scribe'])
})

test.each(['tanaka', 'novak', 'ivo', 'lena', 'nils', 'scribe', 'nobody'])(
  '%s cannot sign in',
  async (member) => {
    await expect(signedIn(app, member)).rejects.toThrow('"status":403')
  },
)

test.each([1, 7, 100, 200])('pages of %i, one after the other, are the same list', async (limit) => {
  const client = await signedIn(app, 'ana')
  const whole = await idsOf(client)
  expect(await idsOf(client, '', limit)).toEqual(whole)
})

test('a list is in the order of family names, without regard to accents and case', async () => {
  const client = await signedIn(app, 'chen')
  const { patients } = await client.get<PatientPage>('/api/patients?limit=200')
  const families = [...new Set(patients.map(({ family }) => family))]
  expect(families.slice(0, 5)).toEqual(['Adeyemi', 'Ångström', 'Baptiste', 'Bianchi', 'Castellanos'])
  expect(families.indexOf('de la Fuente')).toBeLessThan(families.indexOf('Dvořák'))
})

/** Who may view no patient at all is told so, and reaches none. */
async function countOf(client: Client, search = ''): Promise<number> {
  const response = await client.ask('GET', `/api/patients/count?search=${encodeURIComponent(search)}`)
  return response.statusCode === 403 ? 0 : response.json<PatientCount>().count
}

async function idsOf(client: Client, search = '', limit = 200): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const place = after === '' ? '' : `&after=${after}`
    const page = await client.ask(
      'GET',
      `/api/patients?limit=${limit}&search=${encodeURIComponent(search)}${place}`,
    )
    if (page.statusCode === 403) return []
    const { patients, next } = page.json<PatientPage>()
    ids.push(...patients.map(({ id }) => id))
    after = next
  }
  return ids
}

async function allowedIds(member: string, actingFor: string | undefined): Promise<readonly string[]> {
  const at = await now(database)
  const who = { member, ...(actingFor !== undefined && { actingFor }), act: 'view', at }
  return [...file.patients.keys()]
    .filter((id) => {
      const record = recordOf(file, id)
      return record !== undefined && allows(snapshot, { ...who, record })
    })
    .toSorted()
}

/** Read past every rule, as the test may. */
async function idsMatching(search: string): Promise<readonly string[]> {
  const start = search.normalize('NFD').replaceAll(/[\u0300-\u036f’]/g, '')
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction.selectFrom('patient').select(['id', 'family', 'given']).orderBy('id').execute(),
  )
  return rows
    .filter(({ family, given }) =>
      `${family} ${given}`
        .normalize('NFD')
        .replaceAll(/[\u0300-\u036f’]/g, '')
        .toLowerCase()
        .split(/[ -]/)
        .some((word) => word.startsWith(start)),
    )
    .map(({ id }) => id)
}
