/**
 * Whatever strategy reads a page, it holds what core allows, in order, for every size and from every place, whatever is
 * changed and added between one page and the next.
 */
import { allows, type Condition, type Plan, type Snapshot } from '@rolecall/core'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type Door, openDoor } from '../src/access/door.ts'
import { factsSeen } from '../src/lists/facts-history.ts'
import type { ListedKind } from '../src/lists/list-definitions.ts'
import { readPage, type Strategy } from '../src/lists/list-planner.ts'
import { storedFacts } from '../src/lists/record-sources.ts'
import { savePatientFacts } from '../src/patients/save-patient-facts.ts'
import { savePatients } from '../src/patients/save-patients.ts'
import { wordsOf } from '../src/patients/search-tokens.ts'
import { anyPractice, type RandomPractice, storePractice } from './random-practice.ts'
import { inPractice, now, withTables } from './with-practice.ts'

const { database } = await withTables()
const at = await now(database)

/** Random practices fill a fixed slice of the run, and never fewer than this. */
const fewest = 8
const slice = process.env.ROLECALL_LONG === '1' ? 10 * 60_000 : 9_000

const families = ['Ana', 'Anders', 'Bo', 'Cruz Ana', 'Éa', 'Zoll']
const more = fc.array(
  fc.record({
    family: fc.constantFrom(...families),
    given: fc.constantFrom('Ana', 'Bo', 'Li Anna', 'Éa'),
    born: fc.constantFrom(undefined, '1980', '1980-02', '2001-02-03'),
    // Whose care team, tags and list of readers they have.
    like: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
    owner: fc.constantFrom(null, 'pia', 'pol', 'pen'),
    signed: fc.boolean(),
  }),
  { minLength: 10, maxLength: 40 },
)
type More = typeof more extends fc.Arbitrary<infer T> ? T : never

test(
  'every strategy finds the rows that core allows, in order',
  async () => {
    let shown = 0
    const holds = fc.asyncProperty(anyPractice(at), more, async (practice, extra) => {
      const { practiceId, snapshot } = await storePractice(database, practice)
      await inPractice(database, practiceId, (transaction) => add(transaction, practiceId, practice, extra))
      const askers = askersOf(snapshot)
      for (const asker of askers) shown += await readWithEveryStrategy(practiceId, snapshot, asker)
      for (const asker of fc.sample(fc.constantFrom(...askers), 2))
        await readWithEveryStrategy(practiceId, snapshot, { ...asker, hasFacts: false })
    })
    const ends = performance.now() + slice
    for (let worlds = 0; worlds < fewest || shown <= 1000 || performance.now() < ends; worlds += 2)
      await fc.assert(holds, { numRuns: 2, endOnFailure: true })
    expect(shown).toBeGreaterThan(1000)
  },
  slice + 5 * 60_000,
)

type Transaction = Parameters<typeof savePatients>[0]

async function add(
  transaction: Transaction,
  practiceId: string,
  { patients }: RandomPractice,
  extra: More,
  prefix = 'e',
): Promise<void> {
  const nobody = { careTeam: [], tags: [] }
  const added = extra.map((one, index) => ({ ...one, id: `${prefix}${String(index).padStart(3, '0')}` }))
  await savePatients(
    transaction,
    practiceId,
    added.map(({ id, family, given, born }) => ({
      id,
      family,
      given,
      birthDate: born,
      gender: undefined,
      ...nobody,
    })),
  )
  await savePatientFacts(
    transaction,
    practiceId,
    added.flatMap(({ id, like: [team, tags, readers] }) => {
      const [one, other, third] = [patients[team], patients[tags], patients[readers]]
      if (one === undefined || other === undefined || third === undefined) return []
      return [{ ...third, careTeam: one.careTeam, tags: other.tags, locations: other.locations, id }]
    }),
  )
  for (const [index, { id, owner, signed }] of added.entries())
    if (index % 2 === 0)
      await transaction
        .insertInto('note')
        .values({
          practice_id: practiceId,
          id: `n-${id}`,
          patient_id: id,
          owner_id: owner,
          signed,
          // Some at the same instant: ids decide between them.
          written_at: new Date(Date.UTC(2030, 1, 1 + (index % 5))),
        })
        .execute()
}

interface Asker {
  readonly member: string
  readonly actingFor: string | undefined
  readonly hasFacts?: boolean
}

function askersOf(snapshot: Snapshot): readonly Asker[] {
  return [...snapshot.members.values()].flatMap(({ id, manages }) => [
    { member: id, actingFor: undefined },
    ...[...new Set(manages.map(({ practitioner }) => practitioner))].map((actingFor) => ({
      member: id,
      actingFor,
    })),
  ])
}

/** A door in one snapshot, as a request that looks has it; without `facts` as one that makes a change. */
function looking<T>(
  practiceId: string,
  snapshot: Snapshot,
  { member: id, actingFor, hasFacts = true }: Asker,
  work: (door: Door, transaction: Transaction) => Promise<T>,
): Promise<T> {
  const member = snapshot.members.get(id)
  if (member === undefined) throw new Error(`there is no member \`${id}\``)
  const opening = `select id, stamp from patient_facts where practice_id = '${practiceId}' order by id desc limit 1`
  return database.within({ practiceId, mode: 'look', opening }, async (transaction, [row]) =>
    work(
      openDoor(transaction, {
        practice: { id: practiceId, name: '' },
        snapshot,
        member,
        actingFor,
        at,
        facts: hasFacts
          ? await factsSeen(transaction, practiceId, {
              last: Number(row?.id ?? 0),
              stamp: row && String(row.stamp),
            })
          : undefined,
      }),
      transaction,
    ),
  )
}

const strategies: readonly (Strategy | undefined)[] = [undefined, 'scan', 'merge', 'search']
const tagged: Condition = { is: 'patient-tagged', match: 'any', tags: ['G'] }
const patientAsks = fc.record({
  search: fc.constantFrom('', '', 'an', 'bo a', 'e', 'nobody'),
  limit: fc.constantFrom(2, 5, 200),
  key: fc.constantFrom('name' as const, 'birthDate' as const),
  isTagged: fc.boolean(),
})
const noteAsks = fc.record({ limit: fc.constantFrom(2, 5, 200), isOwned: fc.boolean() })
const drawn = <T>(any: fc.Arbitrary<T>): readonly T[] => fc.sample(any, 2)
const owned: Condition = { is: 'owner-in', ids: ['pia'] }

async function readWithEveryStrategy(practiceId: string, snapshot: Snapshot, asker: Asker): Promise<number> {
  return looking(practiceId, snapshot, asker, async (door, transaction) => {
    const who = {
      member: asker.member,
      ...(asker.actingFor !== undefined && { actingFor: asker.actingFor }),
      act: 'view',
      at,
    }
    const allowed = async (kind: ListedKind) => {
      const ids = await transaction
        .selectFrom(kind)
        .select('id')
        .where('practice_id', '=', practiceId)
        .execute()
      const found = new Set<string>()
      for (const { id } of ids) {
        const record = await storedFacts(transaction, { practiceId, kind, id, hold: false })
        if (record !== undefined && allows(snapshot, { ...who, record })) found.add(id)
      }
      return found
    }
    const patients = await transaction
      .selectFrom('patient')
      .innerJoin('patient_facts as facts', (join) =>
        join
          .onRef('facts.practice_id', '=', 'patient.practice_id')
          .onRef('facts.id', '=', 'patient.facts_id'),
      )
      .select(['patient.id', 'family', 'given', 'sort_key', 'birth_date', 'facts.tags'])
      .where('patient.practice_id', '=', practiceId)
      .execute()
    const notes = await transaction
      .selectFrom('note')
      .select(['id', 'owner_id', 'written_at'])
      .where('practice_id', '=', practiceId)
      .execute()
    const mayView = await allowed('patient')
    const mayRead = await allowed('note')

    for (const { search, limit, key, isTagged } of drawn(patientAsks)) {
      const words = wordsOf(search)
      const having = isTagged ? tagged : undefined
      const fits = patients.filter(
        (one) =>
          mayView.has(one.id) &&
          (!isTagged || one.tags.includes('G')) &&
          words.every((word) => wordsOf(`${one.family} ${one.given}`).some((own) => own.startsWith(word))),
      )
      const expected = fits
        .map((one) => [key === 'name' ? one.sort_key : (one.birth_date ?? ''), one.id])
        .toSorted(compared)
        .map(([, id]) => id)
      expect(await door.count('patient', { having, words })).toBe(fits.length)
      for (const strategy of strategies) {
        const about = `${strategy} of ${search || 'all'} by ${key}, ${limit} a page`
        const common = { having, words, limit, strategy }
        expect(await idsOf(door, 'patient', { ...common, order: key }), about).toEqual(expected)
        const back = await idsOf(door, 'patient', { ...common, order: `-${key}` })
        expect(back, about).toEqual(expected.toReversed())
      }
    }

    for (const { limit, isOwned } of drawn(noteAsks)) {
      const having = isOwned ? owned : undefined
      const fits = notes.filter(({ id, owner_id }) => mayRead.has(id) && (!isOwned || owner_id === 'pia'))
      const expected = fits
        .map(({ id, written_at }) => [written_at.toISOString(), id])
        .toSorted(compared)
        .map(([, id]) => id)
        .toReversed()
      expect(await door.count('note', { having })).toBe(fits.length)
      for (const strategy of strategies) {
        const common = { having, limit, strategy }
        expect(await idsOf(door, 'note', { ...common, order: '-writtenAt' }), strategy).toEqual(expected)
      }
    }
    return mayView.size + mayRead.size
  })
}

/** In the order of bytes, as the database has it. */
function compared(one: readonly string[], other: readonly string[]): number {
  for (const [place, part] of one.entries()) {
    const order = Buffer.compare(Buffer.from(part), Buffer.from(other[place] ?? ''))
    if (order !== 0) return order
  }
  return 0
}

async function idsOf<K extends ListedKind>(
  door: Door,
  kind: K,
  asked: Parameters<typeof door.page<K>>[1],
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: readonly [string, string] | undefined; ; ) {
    const page = await door.page(kind, { ...asked, after })
    expect(page.rows.length).toBeLessThanOrEqual(asked.limit)
    ids.push(...page.rows.map(({ id }) => id))
    if (page.next === undefined) return ids
    after = page.next
  }
}

test('what is added and changed between two pages is on the second, and facts seen before are never skipped', async () => {
  const oneOf = <T>(any: fc.Arbitrary<T>): readonly T[] => fc.sample(any, 3)
  for (const [index, practice] of oneOf(anyPractice(at)).entries()) {
    const { practiceId, snapshot } = await storePractice(database, practice)
    const extra = oneOf(more)
    await Promise.all(
      [0, 1, 2].flatMap((writer) => [
        inPractice(database, practiceId, (transaction) =>
          add(transaction, practiceId, practice, extra[(index + writer) % 4] ?? [], `w${writer}-`),
        ),
        // Whoever looks meanwhile takes what is there into the sets that all share.
        ...askersOf(snapshot).map((asker) => readWithEveryStrategy(practiceId, snapshot, asker)),
      ]),
    )
    for (const asker of askersOf(snapshot)) {
      await readWithEveryStrategy(practiceId, snapshot, asker)
      await looking(practiceId, snapshot, asker, async (door) => {
        const before = await door.page('patient', { order: 'name', limit: 3 })
        await inPractice(database, practiceId, (transaction) =>
          add(
            transaction,
            practiceId,
            practice,
            extra[3] ?? [],
            `late-${asker.member}-${asker.actingFor ?? ''}`,
          ),
        )
        // A younger snapshot has extended the sets by now; the older one still sees what it saw.
        await readWithEveryStrategy(practiceId, snapshot, asker)
        expect(await door.page('patient', { order: 'name', limit: 3 })).toEqual(before)
      })
    }
  }
}, 300_000)

test('a page does not pass the whole list, for a member who sees few patients or for a search that few match', async () => {
  const [practice] = fc.sample(anyPractice(at), 1)
  if (practice === undefined) throw new Error('there is no practice')
  const { practiceId } = await storePractice(database, practice)
  const one = { birthDate: undefined, gender: undefined, careTeam: [], given: 'Mia' }
  const last = { ...one, id: 'last', family: 'Zulu', tags: ['G'] }
  const others = Array.from({ length: 3_000 }, (_, number) => ({
    ...one,
    id: `other${number}`,
    family: 'Martens',
    tags: [],
  }))
  await inPractice(database, practiceId, (transaction) =>
    savePatients(transaction, practiceId, [...others, last]),
  )
  const planned = { steps: [], carrying: [], glass: { is: 'never' }, validUntil: at } as const
  const few: Plan = { ...planned, reach: 'where', condition: tagged }
  const all: Plan = { ...planned, reach: 'everywhere' }
  for (const [plan, search, found] of [
    [few, '', true],
    [few, 'zulu', true],
    [few, 'mia', true],
    [all, '', false],
    [all, 'zulu', true],
  ] as const) {
    const opening = `select id, stamp from patient_facts where practice_id = '${practiceId}' order by id desc limit 1`
    await database.within({ practiceId, mode: 'look', opening }, async (transaction, [row]) => {
      const facts = { last: Number(row?.id), stamp: String(row?.stamp) }
      const reading = { transaction, practiceId, seen: await factsSeen(transaction, practiceId, facts) }
      const page = await readPage(reading, 'patient', plan, {
        order: 'name',
        limit: 5,
        words: wordsOf(search),
      })
      expect(page.rows.some(({ id }) => id === 'last')).toBe(found)
      const { rows } = await sql<{ entries: number }>`
        select pg_stat_get_xact_tuples_returned('patient_by_name'::regclass)::int
          + pg_stat_get_xact_tuples_returned('patient'::regclass)::int as entries`.execute(transaction)
      // Entries of rows that were changed since are among them.
      expect(rows[0]?.entries, `${plan.reach} ${search}`).toBeLessThan(300)
    })
  }
}, 300_000)
