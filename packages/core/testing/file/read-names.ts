/**
 * Readers for words that name something declared elsewhere, in the file or in the catalogue.
 */
import type { MemberKind } from '../../src/catalog/catalog.ts'
import { id, orMeant, quoted, type Reader, type Reading } from './read-value.ts'

/** Words that are known. Undefined: unknowable, because what declares them is damaged. */
type Words = { has(word: string): boolean; keys(): Iterable<string> } | undefined

interface Named {
  readonly what: string
  readonly known: (reading: Reading) => Words
  /** What to do about a word nobody declared. */
  readonly advice: string
  readonly wrong?: 'undeclared'
}

function named({ what, known, advice, wrong }: Named): Reader<string> {
  const read = id(what)
  return (tree, reading) => {
    const word = read(tree, reading)
    const words = known(reading)
    if (word === undefined || words === undefined || words.has(word)) return word
    const meant = orMeant(word, words.keys(), advice, reading)
    return reading.complaints.add(tree.at, `${wrong ?? 'unknown'} ${what} ${quoted(word)}${meant}`)
  }
}

/** The keys of a table of the catalogue. Never `in`: the word may be `constructor`. */
function table(rows: Readonly<Record<string, unknown>>): Words {
  return { has: (word) => Object.hasOwn(rows, word), keys: () => Object.keys(rows) }
}

function either(first: Words, second: Words): Words {
  if (first === undefined || second === undefined) return undefined
  return {
    has: (word) => first.has(word) || second.has(word),
    keys: () => [...first.keys(), ...second.keys()],
  }
}

export const locationName = named({
  what: 'location',
  known: ({ names }) => names.locations,
  advice: 'add it to `locations`',
  wrong: 'undeclared',
})

export const tagName = named({
  what: 'tag',
  known: ({ names }) => names.tags,
  advice: 'add it to `tags`',
  wrong: 'undeclared',
})

export const memberName = named({
  what: 'member',
  known: ({ names }) => names.members,
  advice: 'add it under `members`',
})

export const patientName = named({
  what: 'patient',
  known: ({ names }) => names.patients,
  advice: 'add it under `patients`',
})

/** A record that is no patient. */
export const recordName = named({
  what: 'record',
  known: ({ names }) => names.records,
  advice: 'add it under `records`',
})

export const anyRecordName = named({
  what: 'record',
  known: ({ names }) => either(names.patients, names.records),
  advice: 'add it under `patients` or `records`',
})

export const permissionName = named({
  what: 'permission',
  known: ({ catalog }) => table(catalog.permissions),
  advice: 'use one of the catalogue, such as `patients.view`',
})

export const kindName = named({
  what: 'kind',
  known: ({ catalog }) => table(catalog.kinds),
  advice: 'use one of the catalogue, such as `note`',
})

export const moduleName = named({
  what: 'module',
  known: ({ catalog }) => table(catalog.modules),
  advice: 'use one of the catalogue, such as `clinical`',
})

export const fieldName = named({
  what: 'field',
  known: ({ catalog }) => table(catalog.fields),
  advice: 'use one of the catalogue, such as `price`',
})

export const sectionName = named({
  what: 'section',
  known: ({ catalog }) => new Set(catalog.sections),
  advice: 'use one of the catalogue, such as `notes`',
})

const writtenRoleName = named({
  what: 'role',
  known: ({ names }) => names.roles,
  advice: 'define it under `roles`, or use a ready-made one such as `provider`',
})

/** A role by any of its names; the value is its id. */
export const roleName: Reader<string> = (tree, reading) => {
  const written = writtenRoleName(tree, reading)
  return written === undefined ? undefined : (reading.names.roles?.get(written)?.id ?? written)
}

const writtenRoleOrMemberName = named({
  what: 'role or member',
  known: ({ names }) => either(names.roles, names.members),
  advice: 'define it under `roles` or `members`',
})

/** A role by any of its names, or a member. */
export const roleOrMemberName: Reader<string> = (tree, reading) => {
  const written = writtenRoleOrMemberName(tree, reading)
  return written === undefined ? undefined : (reading.names.roles?.get(written)?.id ?? written)
}

/** A member who must be of a kind; `rule` says why in a few words. */
export function memberOfKind(kind: MemberKind, rule: string): Reader<string> {
  return (tree, reading) => {
    const member = memberName(tree, reading)
    const is = member === undefined ? undefined : reading.names.members?.get(member)?.kind
    if (member === undefined || is === undefined || is === kind) return member
    return reading.complaints.add(tree.at, `${quoted(member)} is ${asKind(is)}; ${rule}`)
  }
}

/** A kind of member as a sentence says it. */
export function asKind(kind: MemberKind): string {
  switch (kind) {
    case 'administrative':
      return 'administrative'
    case 'assistant':
    case 'integration':
      return `an ${kind}`
    case 'practitioner':
    case 'collaborator':
      return `a ${kind}`
  }
}
