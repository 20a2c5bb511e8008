/**
 * The parts of FHIR R4 resources that are read. What else a resource holds is left where it is.
 */
import { z } from 'zod'

/** PostgreSQL keeps any text but one with a zero character, and FHIR forbids it too. */
const text = z.string().refine((one) => !one.includes('\0'), 'holds a zero character')

const id = z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'is no FHIR id: up to 64 letters, digits, `-` and `.`')

/** In lists, FHIR writes null where only an extension stands. */
const texts = z.array(text.nullable())

const name = z.object({
  use: z.string().optional(),
  text: text.optional(),
  family: text.optional(),
  given: texts.optional(),
  prefix: texts.optional(),
})
export type HumanName = z.infer<typeof name>

const identifier = z.object({ system: text.optional(), value: text.optional() })

const reference = z.object({ reference: text.optional(), identifier: identifier.optional() })
export type Reference = z.infer<typeof reference>

const partialDate = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'is no date such as 1984, 1984-03 or 1984-03-07')
  .refine(isDate, 'is a day that no calendar has')

function isDate(date: string): boolean {
  const [year, month = '01', day = '01'] = date.split('-')
  const whole = `${year}-${month}-${day}`
  const time = Date.parse(`${whole}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(whole)
}

export const fhirPatient = z.object({
  id,
  meta: z.object({ tag: z.array(z.object({ code: text.optional() })).optional() }).optional(),
  name: z.array(name).optional(),
  birthDate: partialDate.optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  generalPractitioner: z.array(reference).optional(),
})
export type FhirPatient = z.infer<typeof fhirPatient>

export const fhirPractitioner = z.object({
  id,
  identifier: z.array(identifier).optional(),
  name: z.array(name).optional(),
})
export type FhirPractitioner = z.infer<typeof fhirPractitioner>

const anyResource = z.object({ resourceType: z.string() })

export type Read<T> = { readonly value: T } | { readonly reason: string }

/** A line as a resource of some type. */
export function readResource(line: string): Read<{ readonly type: string; readonly json: unknown }> {
  if (line.includes('\u{fffd}')) return { reason: 'holds bytes that are not UTF-8' }
  try {
    const json: unknown = JSON.parse(line)
    const { data } = anyResource.safeParse(json)
    return data ? { value: { type: data.resourceType, json } } : { reason: 'has no `resourceType`' }
  } catch {
    return { reason: 'is not JSON' }
  }
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
