/**
 * The parts of FHIR R4 resources that are read. What else a resource holds is left where it is.
 */
import { z } from 'zod'
import { whyTooMuch } from './json-amount.ts'

/**
 * A text of at most so many characters. PostgreSQL keeps any but one with a zero character or half a character, and
 * FHIR forbids them too.
 */
function text(most: number) {
  return z
    .string()
    .max(most, `is longer than ${most.toLocaleString('en')} characters`)
    .refine((one) => !one.includes('\0'), 'holds a zero character')
    .refine((one) => one.isWellFormed(), 'holds half of a character')
}

/** As long as it can be where it is typed in. */
const nameText = text(200)
/** What stands in a key of the database: two of them and an id fit into a row of an index in every script. */
const keyText = text(300)
const contactText = text(300)
const tagText = text(100)
const titleText = text(1000)

const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'is no FHIR id: up to 64 letters, digits, `-` and `.`')

/** In lists, FHIR writes null where only an extension stands. */
const nameTexts = z.array(nameText.nullable()).max(20, 'holds more than 20 names')

const name = z.object({
  use: z.string().optional(),
  text: nameText.optional(),
  family: nameText.optional(),
  given: nameTexts.optional(),
  prefix: nameTexts.optional(),
})
export type HumanName = z.infer<typeof name>

const identifier = z.object({ system: keyText.optional(), value: keyText.optional() })

const reference = z.object({
  reference: text(2000).optional(),
  type: text(100).optional(),
  display: nameText.optional(),
  identifier: identifier.optional(),
})
export type Reference = z.infer<typeof reference>

const concept = z.object({
  text: titleText.optional(),
  coding: z.array(z.object({ code: z.string().optional(), display: titleText.optional() })).optional(),
})
export type Concept = z.infer<typeof concept>

/** As exact as it is known: a day, a month, a year, or an instant with its offset. */
const dateTime = z
  .string()
  .refine(isDateTime, 'is no date or instant such as 2024-03-07 or 2024-03-07T09:30:00+01:00')
const period = z.object({ start: dateTime.optional(), end: dateTime.optional() })

export const partialDate = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'is no date such as 1984, 1984-03 or 1984-03-07')
  .refine(isDate, 'is a day that no calendar has')

function isDate(date: string): boolean {
  const [year = '', month = '01', day = '01'] = date.split('-')
  const whole = `${year}-${month}-${day}`
  const time = Date.parse(`${whole}T00:00:00Z`)
  return year >= firstYear && !Number.isNaN(time) && new Date(time).toISOString().startsWith(whole)
}

/** Years before it are slips of the pen. Those behind 9999 have no four digits, as FHIR wants them. */
const firstYear = '1000'
const first = Temporal.Instant.from(`${firstYear}-01-01T00:00:00Z`)
const last = Temporal.Instant.from('9999-12-31T23:59:59Z')

function isDateTime(given: string): boolean {
  const [date = '', time] = given.split('T')
  if (time === undefined) return partialDate.safeParse(date).success
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,20})?)?(Z|[+-]\d{2}:\d{2})$/.test(given)) return false
  try {
    const instant = Temporal.Instant.from(given)
    return Temporal.Instant.compare(instant, withinYears(instant)) === 0
  } catch {
    return false
  }
}

/** An instant, or the nearest one that a year of four digits has. */
export function withinYears(instant: Temporal.Instant): Temporal.Instant {
  if (Temporal.Instant.compare(instant, first) < 0) return first
  return Temporal.Instant.compare(instant, last) > 0 ? last : instant
}

export const fhirPatient = z.object({
  id,
  meta: z.object({ tag: z.array(z.object({ code: tagText.optional() })).optional() }).optional(),
  name: z.array(name).optional(),
  birthDate: partialDate.optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  telecom: z
    .array(
      z.object({
        system: z.string().optional(),
        value: contactText.optional(),
        use: z.string().optional(),
        rank: z.number().optional(),
      }),
    )
    .optional(),
  identifier: z.array(identifier).optional(),
  generalPractitioner: z.array(reference).optional(),
})
export type FhirPatient = z.infer<typeof fhirPatient>

export const fhirPractitioner = z.object({
  id,
  identifier: z.array(identifier).optional(),
  name: z.array(name).optional(),
})

export const fhirRole = z.object({
  id,
  identifier: z.array(identifier).optional(),
  practitioner: reference.optional(),
  code: z.array(concept).optional(),
  specialty: z.array(concept).optional(),
})

export const fhirLocation = z.object({
  id,
  name: nameText.optional(),
  identifier: z.array(identifier).optional(),
})

export const fhirEncounter = z.object({
  id,
  identifier: z.array(identifier).optional(),
  status: z.enum([
    'planned',
    'arrived',
    'triaged',
    'in-progress',
    'onleave',
    'finished',
    'cancelled',
    'entered-in-error',
    'unknown',
  ]),
  type: z.array(concept).optional(),
  reasonCode: z.array(concept).optional(),
  subject: reference.optional(),
  participant: z
    .array(z.object({ type: z.array(concept).optional(), individual: reference.optional() }))
    .optional(),
  period: period.optional(),
  location: z.array(z.object({ location: reference })).optional(),
})
export type FhirEncounter = z.infer<typeof fhirEncounter>

export const fhirAppointment = z.object({
  id,
  status: z.enum([
    'proposed',
    'pending',
    'booked',
    'arrived',
    'checked-in',
    'fulfilled',
    'cancelled',
    'noshow',
    'waitlist',
    'entered-in-error',
  ]),
  description: titleText.optional(),
  appointmentType: concept.optional(),
  start: dateTime.optional(),
  end: dateTime.optional(),
  minutesDuration: z.number().int().nonnegative().max(100_000).optional(),
  participant: z.array(z.object({ actor: reference.optional() })).optional(),
})

export const fhirDocument = z.object({
  id,
  meta: z.object({ source: keyText.optional() }).optional(),
  status: z.enum(['current', 'superseded', 'entered-in-error']),
  docStatus: z.enum(['preliminary', 'final', 'amended', 'entered-in-error']).optional(),
  type: concept.optional(),
  description: titleText.optional(),
  subject: reference.optional(),
  date: dateTime.optional(),
  author: z.array(reference).optional(),
  authenticator: reference.optional(),
  content: z
    .array(
      z.object({
        attachment: z.object({ contentType: z.string().optional(), data: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  context: z.object({ encounter: z.array(reference).optional(), period: period.optional() }).optional(),
})
export type FhirDocument = z.infer<typeof fhirDocument>

const anyResource = z.object({ resourceType: z.string() })

export type Read<T> = { readonly value: T } | { readonly reason: string }

/** A line as JSON. */
export function readJson(line: string): Read<unknown> {
  if (line.includes('\u{fffd}')) return { reason: 'holds bytes that are not UTF-8' }
  const reason = whyTooMuch(line)
  if (reason !== undefined) return { reason }
  try {
    return { value: JSON.parse(line) as unknown }
  } catch {
    return { reason: 'is not JSON' }
  }
}

export interface Resource {
  readonly resourceType: string
  readonly id?: unknown
  readonly contained?: unknown
}

/** What every resource has. */
export function readResource(json: unknown): Read<Resource> {
  const { success } = anyResource.safeParse(json)
  return success ? { value: json as Resource } : { reason: 'has no `resourceType`' }
}

/** A resource as the shape that is expected of it, or what is wrong in words. */
export function readAs<T>(shape: z.ZodType<T>, json: unknown): Read<T> {
  const { data, error } = shape.safeParse(json, { reportInput: true })
  if (error === undefined) return { value: data }
  const [issue] = error.issues
  const field = issue?.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
  return { reason: `\`${field?.replace(/^\./, '') ?? ''}\` ${wordsOfIssue(issue)}` }
}

function wordsOfIssue(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_type') {
    return issue.input === undefined
      ? 'is missing'
      : `is not ${issue.expected === 'array' ? 'a list' : `of the type ${issue.expected}`}`
  }
  if (issue?.code === 'invalid_value')
    return `is none of ${issue.values.map((value) => `\`${String(value)}\``).join(', ')}`
  return issue?.message ?? 'is not as expected'
}
