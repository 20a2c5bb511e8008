/**
 * The visits that are over, as a practice's software would export them: encounters with their documents, and
 * appointments that came to nothing.
 */
import { patientId } from './facts.ts'
import { withoutAccount } from './people.ts'
import { firstAhead, isDraft, type Visit } from './visits.ts'

export interface FhirVisits {
  readonly encounters: readonly object[]
  readonly appointments: readonly object[]
  readonly documents: readonly object[]
}

export function fhirVisits(visits: readonly Visit[], timeZone: string): FhirVisits {
  const over = visits.filter(({ nth }) => nth < firstAhead)
  const seen = over.filter(({ outcome }) => outcome === 'fulfilled')
  return {
    encounters: seen.map((visit) => encounterOf(visit, timeZone)),
    appointments: over
      .filter(({ outcome }) => outcome !== 'fulfilled')
      .map((visit) => appointmentOf(visit, timeZone)),
    documents: seen.map((visit) => documentOf(visit, timeZone)),
  }
}

/** `p007-v3`. */
export function visitId({ patient, nth }: Visit): string {
  return `${patientId(patient)}-v${nth + 1}`
}

/** `p007-n3`. */
export function noteId({ patient, nth }: Visit): string {
  return `${patientId(patient)}-n${nth + 1}`
}

export function spanOf({ start, minutes }: Visit, timeZone: string): { start: string; end: string } {
  const from = start.toZonedDateTime(timeZone)
  const written = (time: Temporal.ZonedDateTime) => time.toString({ timeZoneName: 'never' })
  return { start: written(from), end: written(from.add({ minutes })) }
}

function encounterOf(visit: Visit, timeZone: string) {
  const { patient, practitioner, place, reason } = visit
  return {
    resourceType: 'Encounter',
    id: visitId(visit),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    type: [{ text: reason.title }],
    subject: { reference: `Patient/${patientId(patient)}` },
    participant: [{ individual: { reference: `Practitioner/${practitioner}` } }],
    period: spanOf(visit, timeZone),
    location: [{ location: { reference: `Location/${place}` } }],
  }
}

function appointmentOf(visit: Visit, timeZone: string) {
  const { patient, practitioner, place, reason, outcome } = visit
  const references = [`Patient/${patientId(patient)}`, `Practitioner/${practitioner}`, `Location/${place}`]
  return {
    resourceType: 'Appointment',
    id: visitId(visit),
    status: outcome,
    description: reason.title,
    ...spanOf(visit, timeZone),
    participant: references.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  }
}

function documentOf(visit: Visit, timeZone: string) {
  const { patient, practitioner, reason } = visit
  const author = { reference: `Practitioner/${practitioner}` }
  // Who has no account signs nothing: what was filed for them elsewhere names nobody who did.
  const signed = isDraft(visit)
    ? { docStatus: 'preliminary' }
    : { docStatus: 'final', ...(practitioner !== withoutAccount && { authenticator: author }) }
  return {
    resourceType: 'DocumentReference',
    id: noteId(visit),
    status: 'current',
    ...signed,
    description: reason.title,
    subject: { reference: `Patient/${patientId(patient)}` },
    date: spanOf(visit, timeZone).end,
    author: [author],
    content: [
      { attachment: { contentType: 'text/plain', data: Buffer.from(reason.note).toString('base64') } },
    ],
    context: { encounter: [{ reference: `Encounter/${visitId(visit)}` }] },
  }
}
