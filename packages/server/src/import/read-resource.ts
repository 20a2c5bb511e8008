/**
 * One resource into the stage: what is read of each type, and what it becomes. What else there is is counted.
 */
import {
  type Concept,
  type FhirEncounter,
  type FhirPatient,
  fhirAppointment,
  fhirDocument,
  fhirEncounter,
  fhirLocation,
  fhirPatient,
  fhirPractitioner,
  fhirRole,
  type Reference,
  type Resource,
  readAs,
  withinYears,
} from './fhir-resource.ts'
import { chosenName, fullName } from './human-name.ts'
import { noteText } from './note-text.ts'
import { type Target, targetOf } from './reference.ts'
import type { Place, Stage } from './stage.ts'

/** Taken; left, by what it is counted as; or what is wrong with it. */
export type Taken = 'taken' | { readonly left: string } | { readonly reason: string }

export interface Reading {
  readonly stage: Stage
  /** Where a day without a time begins. */
  readonly timeZone: string
}

type Take = (json: unknown, place: Place, reading: Reading) => Promise<Taken>

/** Read one resource. Every type but these is left. */
export async function takeResource(resource: Resource, place: Place, reading: Reading): Promise<Taken> {
  const { resourceType } = resource
  return isOf(takers, resourceType) ? takers[resourceType](resource, place, reading) : { left: resourceType }
}

const takers = {
  Practitioner: takePractitioner,
  PractitionerRole: takeRole,
  Location: takeLocation,
  Patient: takePatient,
  Encounter: takeEncounter,
  Appointment: takeAppointment,
  DocumentReference: takeDocument,
} as const satisfies Readonly<Record<string, Take>>

async function takePractitioner(json: unknown, place: Place, { stage }: Reading): Promise<Taken> {
  const read = readAs(fhirPractitioner, json)
  if ('reason' in read) return read
  const { id, name, identifier } = read.value
  const n = await stage.put('import_member', place, { id, name: fullName(name) ?? null })
  await putIdentifiers(stage, n, 'Practitioner', id, identifier)
  return 'taken'
}

async function takeRole(json: unknown, place: Place, { stage }: Reading): Promise<Taken> {
  const read = readAs(fhirRole, json)
  if ('reason' in read) return read
  const { id, practitioner, specialty, code, identifier } = read.value
  const n = await stage.put('import_role', place, {
    id,
    practitioner_ref: refer(stage, practitioner, 'Practitioner'),
    job_title: words(specialty) ?? words(code) ?? null,
  })
  await putIdentifiers(stage, n, 'PractitionerRole', id, identifier)
  return 'taken'
}

async function takeLocation(json: unknown, place: Place, { stage }: Reading): Promise<Taken> {
  const read = readAs(fhirLocation, json)
  if ('reason' in read) return read
  const { id, name, identifier } = read.value
  const n = await stage.put('import_location', place, { id, name: name ?? id })
  await putIdentifiers(stage, n, 'Location', id, identifier)
  return 'taken'
}

async function takePatient(json: unknown, place: Place, { stage }: Reading): Promise<Taken> {
  const read = readAs(fhirPatient, json)
  if ('reason' in read) return read
  const { id, name, birthDate, gender, generalPractitioner = [], meta, identifier } = read.value
  const details = {
    ...chosenName(name),
    birthDate,
    gender,
    phone: contactOf(read.value, 'phone'),
    email: contactOf(read.value, 'email'),
  }
  const n = await stage.put('import_patient', place, { id, details })
  await putIdentifiers(stage, n, 'Patient', id, identifier)
  const tags = (meta?.tag ?? []).flatMap(({ code }) => (code ? [code] : []))
  for (const tag of new Set(tags)) await stage.putBeside('import_tie', { n, patient_id: id, tag })
  for (const one of generalPractitioner)
    await stage.putBeside('import_tie', {
      n,
      patient_id: id,
      practitioner_ref: refer(stage, one, 'Practitioner'),
    })
  return 'taken'
}

/** The first by rank, then by what it is used for now, then as it stands. */
function contactOf({ telecom = [] }: FhirPatient, system: string): string | undefined {
  const fitting = telecom.filter((one) => one.system === system && one.value && one.use !== 'old')
  const [first] = fitting.toSorted((one, other) => (one.rank ?? 99) - (other.rank ?? 99))
  return first?.value
}

const statusOfEncounter = {
  planned: 'booked',
  arrived: 'arrived',
  triaged: 'arrived',
  'in-progress': 'arrived',
  onleave: 'arrived',
  finished: 'fulfilled',
  cancelled: 'cancelled',
  unknown: 'fulfilled',
} as const

async function takeEncounter(json: unknown, place: Place, { stage, timeZone }: Reading): Promise<Taken> {
  const read = readAs(fhirEncounter, json)
  if ('reason' in read) return read
  const { id, status, subject, period, location = [], type, reasonCode, identifier } = read.value
  if (status === 'entered-in-error') return { left: 'Encounter entered in error' }
  const patient = refer(stage, subject, 'Patient')
  if (patient === null) return { reason: '`subject` is missing, an appointment is with a patient' }
  if (period?.start === undefined)
    return { reason: '`period.start` is missing, an appointment begins at some time' }
  const times = timesOf(period.start, period.end ?? period.start, timeZone)
  if (times === undefined) return { reason: '`period` ends before it starts' }
  const practitioners = practitionersOf(read.value).map((one) => refer(stage, one, 'Practitioner'))
  const places = location.map((one) => refer(stage, one.location, 'Location'))
  const n = await stage.put('import_appointment', place, {
    id,
    patient_ref: patient,
    owner_ref: practitioners[0] ?? null,
    location_ref: places[0] ?? null,
    ...times,
    status: statusOfEncounter[status],
    description: words(type) ?? words(reasonCode) ?? '',
    source: `Encounter/${id}`,
  })
  await putIdentifiers(stage, n, 'Encounter', id, identifier)
  if (status !== 'cancelled') await tieOthers(stage, n, patient, practitioners)
  return 'taken'
}

/** Whoever took part and treats: the primary performer first. */
function practitionersOf({ participant = [] }: FhirEncounter): readonly Reference[] {
  const isPrimary = (types: readonly Concept[] = []) =>
    types.some(({ coding = [] }) => coding.some(({ code }) => code === 'PPRF'))
  return participant
    .toSorted((one, other) => Number(isPrimary(other.type)) - Number(isPrimary(one.type)))
    .flatMap(({ individual }) => (individual && treats(individual) ? [individual] : []))
}

/** Relatives and devices take part too. */
function treats(reference: Reference): boolean {
  const type = targetOf(reference, 'Practitioner')?.type
  return type === 'Practitioner' || type === 'PractitionerRole'
}

const statusOfAppointment = {
  booked: 'booked',
  arrived: 'arrived',
  'checked-in': 'arrived',
  fulfilled: 'fulfilled',
  cancelled: 'cancelled',
  noshow: 'noshow',
} as const

async function takeAppointment(json: unknown, place: Place, { stage, timeZone }: Reading): Promise<Taken> {
  const read = readAs(fhirAppointment, json)
  if ('reason' in read) return read
  const {
    id,
    status,
    start,
    end,
    minutesDuration = 0,
    description,
    appointmentType,
    participant = [],
  } = read.value
  if (!isOf(statusOfAppointment, status)) return { left: `Appointment ${status}` }
  const actors = (type: string) =>
    participant.flatMap(({ actor }) => {
      const target = actor && targetOf(actor, 'Patient')
      return target !== undefined && kindOf(target) === type ? [stage.refer(target)] : []
    })
  const [patient] = actors('Patient')
  if (patient == null) return { reason: '`participant` names no patient, an appointment is with a patient' }
  if (start === undefined) return { reason: '`start` is missing, an appointment begins at some time' }
  const times = timesOf(start, end ?? start, timeZone, end === undefined ? minutesDuration : 0)
  if (times === undefined) return { reason: '`end` is before `start`' }
  const practitioners = actors('Practitioner')
  const places = actors('Location')
  const n = await stage.put('import_appointment', place, {
    id,
    patient_ref: patient,
    owner_ref: practitioners[0] ?? null,
    location_ref: places[0] ?? null,
    ...times,
    status: statusOfAppointment[status],
    description: description ?? words(appointmentType === undefined ? [] : [appointmentType]) ?? '',
    source: `Appointment/${id}`,
  })
  if (status !== 'cancelled') await tieOthers(stage, n, patient, practitioners)
  return 'taken'
}

function kindOf({ type }: Target): string {
  return type === 'PractitionerRole' ? 'Practitioner' : type
}

async function takeDocument(json: unknown, place: Place, { stage, timeZone }: Reading): Promise<Taken> {
  const read = readAs(fhirDocument, json)
  if ('reason' in read) return read
  const {
    id,
    meta,
    status,
    docStatus,
    type,
    description,
    subject,
    date,
    author = [],
    authenticator,
    context,
  } = read.value
  if (status === 'entered-in-error' || docStatus === 'entered-in-error')
    return { left: 'DocumentReference entered in error' }
  const text = noteText(read.value)
  if (text === undefined) return { left: 'DocumentReference without plain text' }
  if ('reason' in text) return text
  const patient = refer(stage, subject, 'Patient')
  if (patient === null) return { reason: '`subject` is missing, a note is about a patient' }
  const written = date ?? context?.period?.start
  if (written === undefined) return { reason: '`date` is missing, a note was written at some time' }
  const writer = author.find(treats)
  const owner = refer(stage, writer, 'Practitioner')
  await stage.put('import_note', place, {
    id,
    patient_ref: patient,
    owner_ref: owner,
    signer_ref: authenticator && treats(authenticator) ? refer(stage, authenticator, 'Practitioner') : null,
    appointment_ref: refer(stage, context?.encounter?.[0], 'Encounter'),
    title: description ?? words(type === undefined ? [] : [type]) ?? '',
    text: text.value,
    // Without a word on the document itself it is what was filed, in force or replaced since: nobody works on it.
    signed: docStatus !== 'preliminary',
    written_at: instantOf(written, timeZone).toString(),
    source: `DocumentReference/${id}`,
    system: meta?.source,
    author: (writer ?? author[0])?.display,
    signer: authenticator?.display,
  })
  return 'taken'
}

/** Those who took part beside the owner treat the patient too. That the owner does follows from the record itself. */
async function tieOthers(
  stage: Stage,
  n: number,
  patient: number,
  [owner, ...others]: readonly (number | null)[],
): Promise<void> {
  for (const practitioner_ref of new Set(others))
    if (practitioner_ref !== null && practitioner_ref !== owner)
      await stage.putBeside('import_tie', { n, patient_ref: patient, practitioner_ref })
}

function refer(stage: Stage, reference: Reference | undefined, expected: string): number | null {
  if (reference === undefined) return null
  // Somebody is meant, even where nothing says who.
  return stage.refer(targetOf(reference, expected) ?? { type: reference.type ?? expected })
}

interface Identifier {
  readonly system?: string | undefined
  readonly value?: string | undefined
}

async function putIdentifiers(
  stage: Stage,
  n: number,
  type: string,
  id: string,
  identifiers: readonly Identifier[] = [],
): Promise<void> {
  for (const { system = '', value } of identifiers)
    if (value) await stage.putBeside('import_identifier', { n, type, id, system, value })
}

/** What a concept says in words. */
function words(concepts: readonly Concept[] = []): string | undefined {
  const said = concepts.map(({ text, coding = [] }) => text ?? coding.find(({ display }) => display)?.display)
  return said.find((one) => one !== undefined && one !== '')
}

function timesOf(start: string, end: string, timeZone: string, minutes = 0) {
  const from = instantOf(start, timeZone)
  const to = withinYears((start === end ? from : endOf(end, timeZone)).add({ minutes }))
  if (Temporal.Instant.compare(from, to) > 0) return undefined
  return { starts_at: from.toString(), ends_at: to.toString() }
}

/** A day, month or year is its first moment. */
function instantOf(dateTime: string, timeZone: string): Temporal.Instant {
  if (dateTime.includes('T')) return Temporal.Instant.from(dateTime)
  const [year, month = '01', day = '01'] = dateTime.split('-')
  return withinYears(Temporal.PlainDate.from(`${year}-${month}-${day}`).toZonedDateTime(timeZone).toInstant())
}

/** A day, month or year that something ends on is over when it is. */
function endOf(dateTime: string, timeZone: string): Temporal.Instant {
  const instant = instantOf(dateTime, timeZone)
  if (dateTime.includes('T')) return instant
  const unit = (['years', 'months', 'days'] as const)[dateTime.split('-').length - 1] ?? 'days'
  return instant
    .toZonedDateTimeISO(timeZone)
    .add({ [unit]: 1 })
    .toInstant()
}

function isOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key)
}
