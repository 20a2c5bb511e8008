/**
 * Resources inside another one, which refers to them by `#id`. A practitioner or a location becomes one of its own
 * under an id worked out from its identifier; without an identifier, from where it stands, so that two who share a name
 * never become one. Other contained resources are left.
 */
import { hash } from 'node:crypto'
import type { Resource } from './fhir-resource.ts'

const liftedTypes: ReadonlySet<unknown> = new Set(['Practitioner', 'PractitionerRole', 'Location'])

/** What ids begin with that were worked out. */
export const liftedPrefix = 'contained-'

/** The resource with references that stand alone, and before it what was lifted out of it. */
export function withoutContained(resource: Resource): readonly Resource[] {
  if (!Array.isArray(resource.contained)) return [resource]
  const parts = new Map<string, Part>()
  for (const part of resource.contained.filter(isPart))
    if (!parts.has(`#${part.id}`)) parts.set(`#${part.id}`, part)
  const ids = new Map(Array.from(parts, ([name, part]) => [name, idOf(part, resource)]))
  const { contained: _, ...rest } = resource
  const lifted = Array.from(parts)
    .filter(([, { resourceType }]) => liftedTypes.has(resourceType))
    .map(([name, part]) => ({ ...(rewritten(part, parts, ids) as Resource), id: ids.get(name) }))
  return [...lifted, rewritten(rest, parts, ids) as Resource]
}

interface Part extends Resource {
  readonly id: string
  readonly identifier?: unknown
}

function isPart(part: unknown): part is Part {
  return (
    typeof part === 'object' &&
    part !== null &&
    'resourceType' in part &&
    'id' in part &&
    typeof part.resourceType === 'string' &&
    typeof part.id === 'string'
  )
}

function idOf({ resourceType, id, identifier }: Part, within: Resource): string {
  const known = Array.isArray(identifier)
    ? identifier.find((one) => typeof one?.value === 'string')
    : undefined
  const source =
    known === undefined
      ? [within.resourceType, within.id, id]
      : ['identifier', String(known.system ?? ''), known.value]
  return `${liftedPrefix}${hash('sha256', JSON.stringify([resourceType, ...source])).slice(0, 40)}`
}

/** With `#id` replaced by what it names. What is not lifted is named by its identifier, if it has one. */
function rewritten(
  value: unknown,
  parts: ReadonlyMap<string, Part>,
  ids: ReadonlyMap<string, string>,
): unknown {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, parts, ids))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, one]) => [key, rewritten(one, parts, ids)] as const)
  const copy: Record<string, unknown> = Object.fromEntries(entries)
  if (typeof copy.reference !== 'string' || !copy.reference.startsWith('#')) return copy
  const part = parts.get(copy.reference)
  if (part === undefined) return copy
  const [identifier] = Array.isArray(part.identifier) ? part.identifier : []
  const { reference: _, ...others } = copy
  const named = { ...others, type: part.resourceType, ...(identifier !== undefined && { identifier }) }
  if (!liftedTypes.has(part.resourceType)) return named
  return { ...named, reference: `${part.resourceType}/${ids.get(copy.reference)}` }
}
