/**
 * A year of visits around the day the demo is made: by the number of the patient, so that what anyone may view of them
 * can be worked out on paper. The days and hours are drawn by lot; how many there are, with whom, and what became of
 * them is not.
 */
import {
  groupOf,
  isEarly,
  patientCount,
  placeOf,
  type places,
  practitionerOf,
  practitioners,
  type Trait,
  traitOf,
} from './facts.ts'
import { Random } from './random.ts'
import { type Reason, reasonFor } from './visit-reasons.ts'
import { workingDays } from './working-days.ts'

export interface Visit {
  /** The number of the patient. */
  readonly patient: number
  /** Which of the patient's visits it is, from 0. */
  readonly nth: number
  readonly practitioner: string
  readonly place: (typeof places)[number]
  readonly start: Temporal.PlainDateTime
  readonly minutes: number
  readonly reason: Reason
  readonly outcome: Outcome
}

export type Outcome = 'fulfilled' | 'cancelled' | 'noshow' | 'booked'

/** From which working day until which each visit of a patient lies, counted from the day the demo is made. */
const stretches = [
  [-240, -120],
  [-120, -50],
  [-50, -15],
  [-15, 0],
  [0, 12],
  [12, 30],
] as const

/** Visits before this one are over. */
export const firstAhead = 4

/** Who came later has these two alone. */
const visitsOfLate: ReadonlySet<number> = new Set([2, 5])

/** What did not take place, by the number of the visit and the group of the patient. */
const missed: Readonly<Record<string, Outcome>> = {
  '1 of 7': 'cancelled',
  '2 of 9': 'noshow',
  '2 of 12': 'cancelled',
  '3 of 10': 'cancelled',
  '3 of 13': 'noshow',
  '4 of 14': 'cancelled',
}

/** Groups whose last note is still a draft: among them charts restricted at both levels. */
const drafting: ReadonlySet<number> = new Set([1, 2, 8, 11, 15])

/** Whether the note of a visit that took place is not signed yet. */
export function isDraft({ patient, nth }: Visit): boolean {
  return nth === firstAhead - 1 && drafting.has(groupOf(patient))
}

/** Whether something was added to the note of a visit after it was signed. */
export function hasAddendum({ patient, nth }: Visit): boolean {
  return nth === 2 && groupOf(patient) === 8
}

/** Every visit of everybody who is treated. No practitioner is in two places at once. */
export function visitsAround(today: Temporal.PlainDate): readonly Visit[] {
  const random = new Random(1968)
  const days = new Map(workingDays(today, { before: 240, ahead: 30 }))
  return stretches.flatMap(([from, until], nth) => {
    const free = freeHours(days, { from, until }, random)
    return numbers
      .filter((patient) => traitOf(patient) !== 'untreated')
      .filter((patient) => isEarly(patient) || visitsOfLate.has(nth))
      .map((patient) => {
        const practitioner = withWhom(patient, nth, traitOf(patient))
        const place = placeOf(patient)
        const hour = free.get(`${practitioner} ${place}`)?.pop()
        if (hour === undefined) throw new Error(`${practitioner} has no hour left in stretch ${nth}`)
        const minutes = random.oneOf([30, 45, 60])
        const late = random.below((60 - minutes) / 15 + 1) * 15
        return {
          patient,
          nth,
          practitioner,
          place,
          start: hour.add({ minutes: late }),
          minutes,
          reason: reasonFor(practitioner, isFirst(patient, nth), random),
          outcome: missed[`${nth} of ${groupOf(patient)}`] ?? (nth < firstAhead ? 'fulfilled' : 'booked'),
        }
      })
  })
}

const numbers = Array.from({ length: patientCount }, (_, index) => index + 1)

/** The third visit of whom the hygienist or the dietitian treats too is with them. */
function withWhom(patient: number, nth: number, trait: Trait): string {
  if (nth === 2 && trait === 'hygiene') return 'lindqvist'
  if (nth === 2 && trait === 'nutrition') return 'moreau'
  return practitionerOf(patient)
}

/** Whether whoever sees them then has not seen them before. */
function isFirst(patient: number, nth: number): boolean {
  return (
    nth === (isEarly(patient) ? 0 : 2) || withWhom(patient, nth, traitOf(patient)) !== practitionerOf(patient)
  )
}

/** From eight to six, with an hour at noon that is nobody's. */
const hours = [8, 9, 10, 11, 13, 14, 15, 16, 17]

/** The hours of each practitioner at each place, shuffled: everybody works at one place a day, and moves on the next. */
function freeHours(
  days: ReadonlyMap<number, Temporal.PlainDate>,
  { from, until }: { readonly from: number; readonly until: number },
  random: Random,
): ReadonlyMap<string, Temporal.PlainDateTime[]> {
  const free = new Map<string, Temporal.PlainDateTime[]>()
  for (const [offset, day] of days) {
    if (offset < from || offset >= until) continue
    for (const [index, practitioner] of practitioners.entries()) {
      const key = `${practitioner} ${placeOf(offset + index + 300)}`
      const known = free.get(key) ?? []
      known.push(...hours.map((hour) => day.toPlainDateTime({ hour })))
      free.set(key, known)
    }
  }
  for (const list of free.values()) random.shuffle(list)
  return free
}
