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
 * 600 = 5 practitioners × 3 places × 40 groups, every combination once. Two groups have each trait, so that a trait has
 * 30 patients, 6 of each practitioner and 10 at each place. Each practitioner has 3 × 40 = 120 numbers, of which the 6
 * of the trait "untreated" are on nobody's care team: 114 patients. Each place has 200. "Restricted" charts (30, 6 for
 * each practitioner) are open to that practitioner and the next on the list: chen, okafor, lindqvist, moreau, tanaka,
 * and chen again.
 */
const reached: readonly (readonly [member: string, actingFor: string | undefined, count: number])[] = [
  // Owner, all team members: 600 − 30 restricted + 6 of their own + 6 of tanaka's, who comes before.
  ['chen', undefined, 582],
  // Own only: 114 treated, the 6 restricted of their own among them, + 30 untreated, as `practitioner` lists intake.manage.
  ['okafor', undefined, 144],
  // Parts of chen's and okafor's work: 3 × 114 − 6 restricted of chen's; + trait "hygiene" of moreau and tanaka, 2 × 6;
  // + 30 untreated.
  ['lindqvist', undefined, 378],
  // Own only: 114, + trait "nutrition" of the other four, 4 × 6; + 30 untreated.
  ['moreau', undefined, 168],
  // Covers for tanaka: 114 − 6 restricted; + 30 untreated, as `provider` lists intake.manage.
  ['reyes', undefined, 138],
  // All team members: 600 − 30 restricted.
  ['ana', undefined, 570],
  // The same, of one tag and so of one place: 200 − 10 restricted.
  ['finn', undefined, 190],
  // Two roles at one place each: 2 × (200 − 10).
  ['bill', undefined, 380],
  // All team members, with roles that view patients everywhere: 600 − 30 restricted.
  ['noor', undefined, 570],
  ['tess', undefined, 570],
  ['omar', undefined, 570],
  // A role at one place: 200 − 10 restricted.
  ['pia', undefined, 190],
  // No permission about patients.
  ['bo', undefined, 0],
  // Own only and owns nobody: the 30 untreated, as `admin` lists accounts.manage.
  ['mara', undefined, 30],
  // For chen, all team members; both would have to be on a restricted list, and she is on none: 600 − 30.
  ['vera', 'chen', 570],
  // For tanaka, own only: 114 − 6 restricted. Her role lists no intake.manage.
  ['vera', 'tanaka', 108],
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
