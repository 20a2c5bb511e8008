import type { Member } from '@rolecall/core'
import type { FhirPractitioner, Reference } from './fhir-resource.ts'
import { fullName } from './human-name.ts'

/** The practitioners of an export, found by every way a reference may name one. */
export class Practitioners {
  readonly members = new Map<string, Member>()
  readonly #byIdentifier = new Map<string, string | 'several'>()

  add({ id, identifier = [], name }: FhirPractitioner): void {
    const called = fullName(name)
    this.members.set(id, {
      id,
      ...(called !== undefined && { name: called }),
      kind: 'practitioner',
      status: 'active',
      account: false,
      owner: false,
      grants: [],
      team: [],
      manages: [],
    })
    for (const { system, value } of identifier) {
      if (value === undefined) continue
      const key = `${system ?? ''}|${value}`
      this.#byIdentifier.set(key, (this.#byIdentifier.get(key) ?? id) === id ? id : 'several')
    }
  }

  /** The id a reference names, if it names a practitioner that is known. */
  named({ reference, identifier }: Reference, isKnown: (id: string) => boolean): string | undefined {
    const id = idIn(reference)
    if (id !== undefined && isKnown(id)) return id
    const key =
      identifierIn(reference) ?? (identifier && `${identifier.system ?? ''}|${identifier.value ?? ''}`)
    const found = key === undefined ? undefined : this.#byIdentifier.get(key)
    return found === 'several' ? undefined : found
  }
}

/** `Practitioner/7`, the same below an address and with a version behind it, or `urn:uuid:…`. */
function idIn(reference: string | undefined): string | undefined {
  const [, id] =
    reference?.match(/(?:^|\/)Practitioner\/([A-Za-z0-9.-]{1,64})(?:\/_history\/.+)?$/) ??
    reference?.match(/^urn:uuid:([0-9a-fA-F-]{36})$/) ??
    []
  return id
}

/** `Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999908392` */
function identifierIn(reference: string | undefined): string | undefined {
  const [, query] = reference?.match(/(?:^|\/)Practitioner\?(.+)$/) ?? []
  return query === undefined ? undefined : (new URLSearchParams(query).get('identifier') ?? undefined)
}
