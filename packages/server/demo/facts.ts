/**
 * Who treats which patient, where, and what is special about them: by the number of the patient, so that what anyone
 * reaches can be worked out on paper.
 *
 * There are 600 patients in 40 groups of 15. The practitioner follows from the number modulo 5, the place from the
 * number modulo 3; in every group each combination of both occurs exactly once. The first 240 are in 16 groups by their
 * number modulo 16, which shares no factor with 15; the 360 who came later are in 24 groups of 15 in a row. What is
 * special about a group is its trait.
 */
import type { PatientFacts } from '@rolecall/core'

export const patientCount = 600

/** The patients up to this number have been here from the start. */
const early = 240

export const practitioners: readonly string[] = ['chen', 'okafor', 'lindqvist', 'moreau', 'tanaka']

export const places = ['river', 'hill', 'mill'] as const

/** The tag that patients of a place carry, for limits by tag. */
export const tagOf = { river: 'river-lane', hill: 'hill-road', mill: 'mill-yard' } as const

const traits = {
  /** Nobody treats them yet; the front desk wrote them down. */
  0: 'untreated',
  /** The whole chart is restricted to whom they see and the next practitioner on the list. */
  1: 'restricted',
  /** The same two, for clinical content alone. */
  2: 'clinical',
  3: 'vip',
  /** The hygienist treats them too. */
  4: 'hygiene',
  /** The dietitian treats them too. */
  5: 'nutrition',
  6: 'consent-withdrawn',
} as const

export type Trait = (typeof traits)[keyof typeof traits] | undefined

export function traitOf(number: number): Trait {
  return (traits as Readonly<Record<number, Trait>>)[groupOf(number)]
}

/** From 0 to 15 among the early, from 0 to 23 among the others. */
export function groupOf(number: number): number {
  return isEarly(number) ? number % 16 : Math.floor((number - early - 1) / 15)
}

export function isEarly(number: number): boolean {
  return number <= early
}

export function practitionerOf(number: number): string {
  return practitioners[number % 5] ?? ''
}

export function placeOf(number: number): keyof typeof tagOf {
  return places[number % 3] ?? places[0]
}

/** `p001` to `p600`. */
export function patientId(number: number): string {
  return `p${String(number).padStart(3, '0')}`
}

export function factsOf(number: number): PatientFacts {
  const trait = traitOf(number)
  const place = placeOf(number)
  const both = [practitionerOf(number), practitionerOf(number + 1)]
  return {
    id: patientId(number),
    careTeam: careTeamOf(number, trait),
    tags: [tagOf[place], ...(trait === 'vip' ? ['vip'] : [])],
    locations: [place],
    ...(trait === 'restricted' && { restrictedTo: both }),
    ...(trait === 'clinical' && { clinicalTo: both }),
    ...(trait === 'untreated' && { createdBy: 'ana' }),
    ...(trait === 'consent-withdrawn' && { consentWithdrawn: true }),
  }
}

function careTeamOf(number: number, trait: Trait): readonly string[] {
  if (trait === 'untreated') return []
  const also = trait === 'hygiene' ? ['lindqvist'] : trait === 'nutrition' ? ['moreau'] : []
  return [...new Set([practitionerOf(number), ...also])]
}
