import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { factsOrOthers } from '../src/lists/record-sources.ts'
import { type Client, signedIn } from './client.ts'
import { spreadOfTimes, timeOf } from './spread-of-times.ts'
import { inPractice, withDemo } from './with-practice.ts'

const { app, database, practiceId } = await withDemo()
const [note, appointment] = await Promise.all(
  (['note', 'appointment'] as const).map((kind) =>
    inPractice(database, practiceId, (transaction) =>
      transaction
        .selectFrom(kind)
        .select('id')
        .where('practice_id', '=', practiceId)
        .where('patient_id', '=', 'p008')
        .orderBy('id')
        .executeTakeFirstOrThrow(),
    ),
  ),
)

// To both p008 is out of reach: finn is limited to another tag, and okafor treats others.
const finn = await signedIn(app, 'finn')
const okafor = await signedIn(app, 'okafor')
const times = { start: '2030-05-07T09:00:00Z', end: '2030-05-07T09:30:00Z' }

const warming = 30
const enough = 100
const most = 900
/** Wide enough for noise alone. */
const even = 0.15

type Ask = (id: string) => ReturnType<Client['ask']>

const reads: readonly [what: string, hidden: string | undefined, ask: Ask][] = [
  ['a patient', 'p008', (id) => finn.ask('GET', `/api/patients/${id}`)],
  ['a question why', 'p008', (id) => finn.ask('GET', `/api/why?patient=${id}`)],
  ['a note', note?.id, (id) => okafor.ask('GET', `/api/notes/${id}`)],
  ['an appointment', appointment?.id, (id) => finn.ask('GET', `/api/appointments/${id}`)],
]
const changes: typeof reads = [
  ['a change of a patient', 'p008', (id) => finn.ask('PATCH', `/api/patients/${id}`, { phone: '1' }, 1)],
  [
    'a new note',
    'p008',
    (patient) => okafor.ask('POST', '/api/notes', { patient, owner: 'okafor', title: 'a', text: 'b' }),
  ],
  ['a change of a note', note?.id, (id) => okafor.ask('PATCH', `/api/notes/${id}`, { text: 'b' }, 1)],
  [
    'a new appointment',
    'p008',
    (patient) => finn.ask('POST', '/api/appointments', { patient, practitioner: 'chen', ...times }),
  ],
  [
    'a cancelled appointment',
    appointment?.id,
    (id) => finn.ask('POST', `/api/appointments/${id}/cancel`, { reason: 'a' }, 1),
  ],
]

describe('an id out of reach is answered like an id of nobody', () => {
  test.each([...reads, ...changes])('and as fast: %s', async (_, hidden = '', ask) => {
    const ids = [hidden, 'x'.repeat(hidden.length)]
    const spread = await spreadOfTimes(
      async (round) => {
        const times = [0, 0]
        // In turn, so that whatever slows the machine slows both.
        for (const place of round % 2 === 0 ? [0, 1] : [1, 0])
          times[place] = await timeOf(() => ask(ids[place] ?? ''))
        return times
      },
      { even, warming, enough, most },
    )
    expect(spread).toBeLessThan(even)
  })

  test.each(changes)('and at once while somebody else works on it: %s', async (_, hidden = '', ask) => {
    await inPractice(database, practiceId, async (transaction) => {
      await transaction
        .selectFrom('patient')
        .select('id')
        .where('practice_id', '=', practiceId)
        .where('id', '=', 'p008')
        .forUpdate()
        .execute()
      const answer = await Promise.race([ask(hidden), pause(5000, 'still waiting')])
      expect(answer).toMatchObject({ statusCode: 404 })
    })
  })
})

test.each(['patient', 'note', 'appointment'] as const)(
  'the reason for the log is found by the index, whether the %s is there or not',
  async (kind) => {
    await inPractice(database, practiceId, async (transaction) => {
      for (const id of [note?.id, appointment?.id, 'p008', 'nothing'])
        expect(await factsOrOthers(transaction, { practiceId, kind, id: id ?? '' })).toMatchObject({ kind })
      const { rows } = await sql<{ through: number }>`select coalesce(sum(seq_tup_read), 0)::int as through
        from pg_stat_xact_user_tables where relname = ${kind}`.execute(transaction)
      expect(rows).toEqual([{ through: 0 }])
    })
  },
)
