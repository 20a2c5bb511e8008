import type { Calendar, NotePage } from '@rolecall/contract'
import { describe, expect, test } from 'vitest'
import { patientId, practitionerOf } from '../demo/facts.ts'
import { visitsAround } from '../demo/visits.ts'
import { signedIn } from './client.ts'
import { inPractice, withDemo } from './with-practice.ts'

const { app, database, practiceId } = await withDemo()

/**
 * How many appointments and notes each person may view, worked out on paper from `demo/visits.ts`.
 *
 * 225 of the early patients are treated, 45 by each practitioner, and each has 6 visits: 1350. Of those who came later
 * 345 are treated, 69 by each, and have 2: 690. The third visit of all and so the first of the latter, is with lindqvist
 * for the trait "hygiene" and with moreau for "nutrition": 3 patients of each practitioner both early and late. So chen,
 * okafor and tanaka own 45 × 6 − 6 + 69 × 2 − 6 = 396 visits, lindqvist and moreau 45 × 6 + 69 × 2 + 2 × (12 − 3) = 426.
 *
 * 4 of the 6 are over, and 1 of the 2. Of 5 of the 15 groups of early patients one of those did not take place, and of 2
 * of the 23 others. Of the rest there is a note: 225 × 4 − 5 × 15 + 345 − 2 × 15 = 1140. A practitioner's own patients
 * have 45 × 4 − 15 + 69 − 6 = 228 notes, of which chen, okafor and tanaka own 228 − 12 = 216, lindqvist and moreau
 * 228 + 2 × (12 − 3) = 246. The last note of 5 early groups is a draft: 75, and 15 of each practitioner.
 *
 * "Restricted" and "clinical" charts (15 early and 15 late of each, 3 and 3 for each practitioner) are open to that
 * practitioner and the next on the list. None of their visits was missed: 6 and 2 appointments, 4 notes and 1 each.
 */
const seen: readonly (readonly [
  member: string,
  actingFor: string | undefined,
  appointments: number,
  busy: number,
  notes: number,
  drafts: number,
])[] = [
  // All team members. 9 + 9 charts are closed at either level: 9 × 6 + 9 × 2 visits, 18 × 4 + 18 notes, 18 drafts.
  ['chen', undefined, 2040 - 72, 72, 1140 - 90, 75 - 18],
  // Own work, and on the list of each of her own charts.
  ['okafor', undefined, 396, 0, 216, 15],
  // Own work, chen's with the notes, less 3 + 3 charts closed at either level; okafor's appointments, who shares her
  // lists.
  ['lindqvist', undefined, 426 + 396 - 24 + 396, 24, 246 + 216 - 30, 15 + 15 - 6],
  ['moreau', undefined, 426, 0, 246, 15],
  // Covers for tanaka, whose charts are closed to everybody but tanaka and chen: 3 + 3 at either level.
  ['reyes', undefined, 396 - 24, 24, 216 - 30, 15 - 6],
  // All team members, and on no list: 15 × 6 + 15 × 2. No permission about notes.
  ['ana', undefined, 2040 - 120, 120, 0, 0],
  // The same, of one place: 680, less 40 of closed charts. Of all others he sees that the time is taken, save of the
  // visits that were missed: of 6 early and 2 late groups, 5 patients at each of the two other places.
  ['finn', undefined, 680 - 40, 1400 - 80, 0, 0],
  // At two places of three; his roles say nothing of the third. Signed notes are closed to him; drafts are open at one
  // place: 25, less 10 in charts closed at either level.
  ['bill', undefined, (680 - 40) * 2, 80, 15, 15],
  ['noor', undefined, 2040 - 120, 120, 0, 0],
  ['tess', undefined, 2040 - 120, 120, 0, 0],
  // At one place of three.
  ['pia', undefined, 680 - 40, 40, 0, 0],
  ['omar', undefined, 0, 0, 0, 0],
  ['vera', 'chen', 2040 - 120, 120, 0, 0],
  ['vera', 'tanaka', 396 - 24, 24, 0, 0],
  ['vera', undefined, 0, 0, 0, 0],
  ['mara', undefined, 0, 0, 0, 0],
  ['bo', undefined, 0, 0, 0, 0],
  ['hatt', undefined, 0, 0, 0, 0],
]

describe.each(seen)('%s for %s', (member, actingFor, appointments, busy, notes, drafts) => {
  test(`views ${appointments} appointments, and ${busy} slots that are taken`, async () => {
    expect(await appointmentsOf(member, actingFor)).toEqual({ appointments, busy })
  })

  test(`views ${notes} notes, of which ${drafts} are drafts`, async () => {
    const all = await notesOf(member, actingFor)
    expect([all.length, all.filter(({ signed }) => !signed).length]).toEqual([notes, drafts])
  })
})

test('everybody who treats a patient treated them before the visits were written', async () => {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('record_owner')
      .select('practitioner_id')
      .where('patient_id', '=', 'p004')
      .union(transaction.selectFrom('care_team').select('practitioner_id').where('patient_id', '=', 'p004'))
      .execute(),
  )
  // 4 is of tanaka, and of the trait "hygiene".
  expect(rows.map(({ practitioner_id }) => practitioner_id).toSorted()).toEqual(['lindqvist', 'tanaka'])
})

test('notes of the demo come signed from elsewhere, and drafts of a practitioner without an account are by who covers for them', async () => {
  const rows = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('note')
      .leftJoin('note_signature', (join) =>
        join
          .onRef('note_signature.practice_id', '=', 'note.practice_id')
          .onRef('note_signature.note_id', '=', 'note.id'),
      )
      .select(['note.owner_id', 'note.author_id', 'note.signed', 'signer_id'])
      .distinct()
      .execute(),
  )
  const of = (owner: string) =>
    rows.flatMap((row) => (row.owner_id === owner ? [[row.author_id, row.signed, row.signer_id]] : []))
  expect(of('tanaka').toSorted()).toEqual([
    ['reyes', false, null],
    ['tanaka', true, null],
  ])
  expect(of('okafor').toSorted()).toEqual([
    ['okafor', false, null],
    ['okafor', true, null],
  ])
})

test('30 signed notes were added to', async () => {
  const { count } = await inPractice(database, practiceId, (transaction) =>
    transaction
      .selectFrom('note_addendum')
      .innerJoin('note', (join) =>
        join
          .onRef('note.practice_id', '=', 'note_addendum.practice_id')
          .onRef('note.id', '=', 'note_addendum.note_id'),
      )
      .where('note.signed', '=', true)
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow(),
  )
  expect(Number(count)).toBe(30)
})

test('places and tags have names and colours', async () => {
  const found = await inPractice(database, practiceId, async (transaction) => ({
    places: await transaction.selectFrom('location').select(['id', 'name']).orderBy('id').execute(),
    tags: await transaction.selectFrom('tag').select(['id', 'label', 'colour']).orderBy('id').execute(),
  }))
  expect(found).toEqual({
    places: [
      { id: 'hill', name: 'Hill Road' },
      { id: 'mill', name: 'Mill Yard' },
      { id: 'river', name: 'River Lane' },
    ],
    tags: [
      { id: 'hill-road', label: 'Hill Road', colour: 'teal' },
      { id: 'mill-yard', label: 'Mill Yard', colour: 'orange' },
      { id: 'river-lane', label: 'River Lane', colour: 'blue' },
      { id: 'vip', label: 'VIP', colour: 'grape' },
    ],
  })
})

describe.each(['2026-11-22', '2027-01-04', '2028-02-29', '2026-07-31'])('made on %s', (date) => {
  const today = Temporal.PlainDate.from(date)
  const visits = visitsAround(today)

  test('there are as many visits as on every other day, and the same again', () => {
    expect(visits).toHaveLength(2040)
    expect(visitsAround(today).map(({ start }) => start.toString())).toEqual(
      visits.map(({ start }) => start.toString()),
    )
  })

  test('they lie on working days from eight to six, and nobody is in two places at once', () => {
    const days = new Map<string, string>()
    const ends = new Map<string, string>()
    for (const { start, minutes, practitioner, place } of visits.toSorted((one, other) =>
      Temporal.PlainDateTime.compare(one.start, other.start),
    )) {
      const end = start.add({ minutes })
      expect(start.dayOfWeek).toBeLessThan(6)
      expect(start.hour).toBeGreaterThanOrEqual(8)
      expect(end.toPlainTime().toString() <= '18:00:00').toBe(true)
      expect((ends.get(practitioner) ?? '') <= start.toString()).toBe(true)
      ends.set(practitioner, end.toString())
      const day = `${practitioner} ${start.toPlainDate().toString()}`
      expect(days.get(day) ?? place).toBe(place)
      days.set(day, place)
    }
  })

  test('what is booked lies ahead, and what took place behind', () => {
    for (const { start, outcome, nth } of visits) {
      const ahead = Temporal.PlainDate.compare(start.toPlainDate(), today) >= 0
      expect([nth, ahead]).toEqual([nth, nth >= 4])
      if (outcome === 'booked') expect(ahead).toBe(true)
      if (outcome === 'fulfilled' || outcome === 'noshow') expect(ahead).toBe(false)
    }
  })

  test('they are with whoever treats the patient, six each', () => {
    const of7 = visits.filter(({ patient }) => patient === 7)
    expect(of7.map(({ practitioner, place }) => [practitioner, place])).toEqual(
      Array.from({ length: 6 }, () => ['lindqvist', 'hill']),
    )
    expect(practitionerOf(7)).toBe('lindqvist')
    expect(visits.some(({ patient }) => patientId(patient) === 'p016')).toBe(false)
  })
})

/** The whole of the calendar, in stretches as long as may be asked for. */
async function appointmentsOf(member: string, actingFor: string | undefined) {
  const client = await signedIn(app, member, actingFor)
  const found = { appointments: 0, busy: 0 }
  const day = Temporal.Now.plainDateISO()
  for (let from = day.subtract({ days: 372 }); from.until(day).days > -62; from = from.add({ days: 62 })) {
    const until = from.add({ days: 62 }).toString()
    const range = `from=${from.toString()}T00:00:00Z&until=${until}T00:00:00Z`
    const answer = await client.ask('GET', `/api/appointments?${range}`)
    if (answer.statusCode === 403) return found
    const { appointments, busy } = answer.json<Calendar>()
    found.appointments += appointments.length
    found.busy += busy.length
  }
  return found
}

async function notesOf(member: string, actingFor: string | undefined) {
  const client = await signedIn(app, member, actingFor)
  const found: NotePage['notes'][number][] = []
  for (let after: string | null = ''; after !== null; ) {
    const place = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const answer = await client.ask('GET', `/api/notes?limit=200${place}`)
    if (answer.statusCode === 403) return []
    const page = answer.json<NotePage>()
    found.push(...page.notes)
    after = page.next
  }
  return found
}
