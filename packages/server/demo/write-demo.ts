/**
 * The demo's two inputs: a folder as a practice's software would export it (FHIR R4 NDJSON), and a practice file that
 * says who may do what. Made from a seed: the same on every machine, but for the day that its visits lie around.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PatientFacts } from '@rolecall/core'
import {
  factsOf,
  patientCount,
  patientId,
  placeOf,
  places,
  practitionerOf,
  practitioners,
  tagOf,
} from './facts.ts'
import { fhirVisits } from './fhir-visits.ts'
import { placeNames } from './labels.ts'
import { familyNames, givenNames, longNames } from './names.ts'
import { names } from './people.ts'
import { Random } from './random.ts'
import { type Visit, visitsAround } from './visits.ts'

export interface DemoFiles {
  /** The folder to import. */
  readonly fhir: string
  /** The practice file. */
  readonly practice: string
  /** All of them: those that are over are in the folder. */
  readonly visits: readonly Visit[]
}

const npi = 'http://hl7.org/fhir/sid/us-npi'

export function writeDemo(folder: string, now = Temporal.Now.zonedDateTimeISO()): DemoFiles {
  const visits = visitsAround(now.toPlainDate())
  const files = { fhir: join(folder, 'fhir'), practice: join(folder, 'practice.yaml'), visits }
  mkdirSync(files.fhir, { recursive: true })
  const random = new Random(2026)
  const patients = numbers.map((number) => fhirPatient(number, random))
  writeLines(join(files.fhir, 'Patient.ndjson'), patients)
  writeLines(join(files.fhir, 'Practitioner.ndjson'), practitioners.map(fhirPractitioner))
  writeLines(join(files.fhir, 'Location.ndjson'), places.map(fhirLocation))
  const { encounters, appointments, documents } = fhirVisits(visits, now.timeZoneId)
  writeLines(join(files.fhir, 'Encounter.ndjson'), encounters)
  writeLines(join(files.fhir, 'Appointment.ndjson'), appointments)
  writeLines(join(files.fhir, 'DocumentReference.ndjson'), documents)
  writeFileSync(files.practice, practiceFile())
  return files
}

const numbers = Array.from({ length: patientCount }, (_, index) => index + 1)

function writeLines(file: string, resources: readonly object[]): void {
  writeFileSync(file, resources.map((resource) => `${JSON.stringify(resource)}\n`).join(''))
}

function fhirPatient(number: number, random: Random) {
  const gender = random.oneOf(['female', 'female', 'male', 'male', 'other', 'unknown'])
  const { family, given } = nameOf(number, gender, random)
  return {
    resourceType: 'Patient',
    id: patientId(number),
    meta: { tag: [{ system: 'urn:example:riverside:place', code: tagOf[placeOf(number)] }] },
    name: [
      ...(number % 9 === 0 ? [{ use: 'maiden', family: random.oneOf(familyNames), given: [given] }] : []),
      { use: 'official', family, given: given.split(' ') },
    ],
    gender,
    birthDate: birthDate(number, random),
    ...(factsOf(number).careTeam.length > 0 && { generalPractitioner: [referenceTo(number)] }),
  }
}

function nameOf(number: number, gender: string, random: Random): { family: string; given: string } {
  const long = longNames[Math.floor(number / 77) - 1]
  if (long !== undefined && number % 77 === 0) return long
  const given = givenNames[gender === 'male' ? 'male' : 'female']
  const second = random.below(4) === 0 ? ` ${random.oneOf(given)}` : ''
  return { family: random.oneOf(familyNames), given: `${random.oneOf(given)}${second}` }
}

/** Of some people only the year or the month is known. */
function birthDate(number: number, random: Random): string {
  const two = (part: number) => String(part + 1).padStart(2, '0')
  const date = [String(1934 + random.below(88)), two(random.below(12)), two(random.below(28))]
  return date.slice(0, number % 41 === 0 ? 1 : number % 29 === 0 ? 2 : 3).join('-')
}

/** Exports name practitioners in different ways. */
function referenceTo(number: number) {
  const id = practitionerOf(number)
  return {
    reference: number % 2 === 0 ? `Practitioner/${id}` : `Practitioner?identifier=${npi}|${npiOf(id)}`,
  }
}

function npiOf(id: string): string {
  return `99990000${String(practitioners.indexOf(id)).padStart(2, '0')}`
}

function fhirPractitioner(id: string) {
  const words = (names[id] ?? id).split(' ')
  const prefix = words[0] === 'Dr' ? words.slice(0, 1) : []
  return {
    resourceType: 'Practitioner',
    id,
    identifier: [{ system: npi, value: npiOf(id) }],
    active: true,
    name: [{ family: words.at(-1), given: words.slice(prefix.length, -1), prefix }],
  }
}

function fhirLocation(id: keyof typeof placeNames) {
  return { resourceType: 'Location', id, name: placeNames[id] }
}

function practiceFile(): string {
  const written = readFileSync(new URL('access.yaml', import.meta.url), 'utf8')
  return `${written}patients:\n${numbers.map((number) => `${patientLine(factsOf(number))}\n`).join('')}`
}

function patientLine({ id, careTeam, tags, locations, ...facts }: PatientFacts): string {
  const list = (ids: readonly string[]) => `[${ids.join(', ')}]`
  const parts = [`careTeam: ${list(careTeam)}`, `tags: ${list(tags)}`, `locations: ${list(locations)}`]
  if (facts.restrictedTo) parts.push(`restrictedTo: ${list(facts.restrictedTo)}`)
  if (facts.clinicalTo) parts.push(`clinicalTo: ${list(facts.clinicalTo)}`)
  if (facts.createdBy) parts.push(`createdBy: ${facts.createdBy}`)
  if (facts.consentWithdrawn === true) parts.push('consentWithdrawn: true')
  return `  ${id}: { ${parts.join(', ')} }`
}
