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

/**
 * `Practitioner/7`, the same below an address and with a version behind it, or `urn:uuid:…`. Cut at its slashes: an
 * expression that searches for its beginning would take the square of the length.
 */
function byId(reference: string): Partial<Target> | undefined {
  const version = reference.indexOf('/_history/')
  const path = version === -1 ? reference : reference.slice(0, version)
  const slash = path.lastIndexOf('/')
  const id = path.slice(slash + 1)
  const type = typeBefore(path, slash)
  if (type !== undefined && isId.test(id)) return { type, id }
  const [, uuid] = isUuid.exec(reference) ?? []
  return uuid === undefined ? undefined : { id: uuid }
}

const isType = /^[A-Z][A-Za-z]+$/
const isId = /^[A-Za-z0-9.-]{1,64}$/
const isUuid = /^urn:uuid:([0-9a-fA-F-]{36})$/

/** The type that ends at a place of a reference, behind a slash or where the reference begins. */
function typeBefore(reference: string, end: number): string | undefined {
  if (end <= 0) return undefined
  const type = reference.slice(reference.lastIndexOf('/', end - 1) + 1, end)
  return isType.test(type) ? type : undefined
}

const identifierIs = 'identifier='

/** `Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999908392` */
function byQuery(reference: string): Partial<Target> | undefined {
  const mark = reference.indexOf('?')
  const type = typeBefore(reference, mark)
  if (type === undefined) return undefined
  const parameters = reference.slice(mark + 1).split('&')
  const said = parameters.find((part) => part.startsWith(identifierIs))?.slice(identifierIs.length)
  const identifier = said === undefined ? undefined : decoded(said)
  if (identifier === undefined) return undefined
  const bar = identifier.indexOf('|')
  if (bar === -1) return { type, system: undefined, value: identifier }
  return { type, system: identifier.slice(0, bar), value: identifier.slice(bar + 1) }
}

function decoded(text: string): string | undefined {
  try {
    const said = decodeURIComponent(text)
    return said.includes('\0') ? undefined : said
  } catch {
    return undefined
  }
}
