import type { Reference } from './fhir-resource.ts'

/** What a reference may name by: an id, the address it had in a Bundle, or an identifier. */
export interface Target {
  /** As the reference says it, else as it is expected where it stands. */
  readonly type: string
  readonly id?: string
  readonly url?: string
  /** Undefined: whatever the system. */
  readonly system?: string | undefined
  readonly value?: string
}

/** Read a reference. Undefined where it names nothing in a way that can be followed. */
export function targetOf({ reference, type, identifier }: Reference, expected: string): Target | undefined {
  const named = reference === undefined ? undefined : (byId(reference) ?? byQuery(reference))
  const target = {
    type: type ?? expected,
    ...(reference !== undefined && { url: reference }),
    ...(identifier?.value !== undefined && { system: identifier.system, value: identifier.value }),
    ...named,
  }
  return named !== undefined || target.value !== undefined || target.url !== undefined ? target : undefined
}

/** `Practitioner/7`, the same below an address and with a version behind it, or `urn:uuid:…`. */
function byId(reference: string): Partial<Target> | undefined {
  const [, type, id] =
    reference.match(/(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/) ?? []
  if (type !== undefined && id !== undefined) return { type, id }
  const [, uuid] = reference.match(/^urn:uuid:([0-9a-fA-F-]{36})$/) ?? []
  return uuid === undefined ? undefined : { id: uuid }
}

/** `Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999908392` */
function byQuery(reference: string): Partial<Target> | undefined {
  const [, type, query] = reference.match(/(?:^|\/)([A-Z][A-Za-z]+)\?(.+)$/) ?? []
  const said = query
    ?.split('&')
    .find((part) => part.startsWith('identifier='))
    ?.slice('identifier='.length)
  const identifier = said === undefined ? undefined : decoded(said)
  if (type === undefined || identifier === undefined) return undefined
  const bar = identifier.indexOf('|')
  if (bar === -1) return { type, system: undefined, value: identifier }
  return { type, system: identifier.slice(0, bar), value: identifier.slice(bar + 1) }
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
