/**
 * A condition in words: which records of a kind it leaves. Alternatives stand side by side, so that nothing is nested.
 */
import type { Kind } from '../catalog/catalog.ts'
import type { Condition } from '../plan/condition.ts'
import type { Snapshot } from '../policy/snapshot.ts'
import { listed, locationName, nameOf, possessive, tagName, unique } from './names.ts'

type Atom = Exclude<Condition, { readonly is: 'all' | 'any' | 'always' | 'never' }>

/** Atoms that all hold. */
type Alternative = readonly Atom[]

/** For example: `only patients treated by Chen or Dee, except charts restricted to others`. */
export function describe(snapshot: Snapshot, condition: Condition, kind: Kind): string {
  const phrases = withoutNarrower(alternativesOf(condition, kind)).map((atoms) =>
    phraseOf(snapshot, atoms, kind),
  )
  if (phrases.length === 0) return `no ${kind.plural}`
  const nouns = unique(phrases.map(({ noun }) => noun))
  const [except = '', ...others] = unique(phrases.map((one) => one.except))
  if (others.length === 0 && !nouns.includes(kind.plural)) return `only ${listed(nouns, 'and')}${except}`
  const all = phrases.find(({ noun }) => noun === kind.plural)
  if (all !== undefined) {
    const included = unique(phrases.filter((one) => one !== all).map(inFull))
    const including = included.length === 0 ? '' : `, but including ${listed(included, 'and')}`
    return `all ${kind.plural}${all.except}${including}`
  }
  return `only ${listed(unique(phrases.map(inFull)), 'and')}`
}

/** Records as a noun, and what is left out of them: `unsigned notes`, `, except restricted charts`. */
interface Phrase {
  readonly noun: string
  readonly except: string
}

function inFull({ noun, except }: Phrase): string {
  return `${noun}${except.replace(', ', ' ')}`
}

/** The records of one narrower rule, without `only`: `unsigned notes`. */
export function describeSome(snapshot: Snapshot, condition: Condition, kind: Kind): string {
  return describe(snapshot, condition, kind).replace(/^only /, '')
}

/** Drops an alternative that asks for all that another asks for, and more. */
function withoutNarrower(alternatives: readonly Alternative[]): readonly Alternative[] {
  const keyed = alternatives.map((atoms) => ({
    atoms,
    keys: new Set(atoms.map((one) => JSON.stringify(one))),
  }))
  return keyed
    .filter(
      ({ keys }, index) =>
        !keyed.some(
          (other, place) =>
            place !== index && other.keys.isSubsetOf(keys) && (other.keys.size < keys.size || place < index),
        ),
    )
    .map(({ atoms }) => atoms)
}

/** More than these cannot be told apart in a sentence anyway. */
const mostAlternatives = 60

/** The condition as alternatives, without those that records of the kind cannot meet and without what they always meet. */
function alternativesOf(condition: Condition, kind: Kind): readonly Alternative[] {
  switch (condition.is) {
    case 'always':
      return [[]]
    case 'never':
      return []
    case 'any':
      return condition.of.flatMap((part) => alternativesOf(part, kind))
    case 'all': {
      const parts = condition.of.filter((part) => !isImpliedByOwner(part, condition.of, kind))
      return parts.reduce<readonly Alternative[]>(
        (before, part) =>
          before
            .flatMap((atoms) => alternativesOf(part, kind).flatMap((more) => bothOf(atoms, more)))
            .slice(0, mostAlternatives),
        [[]],
      )
    }
    case 'patient-missing':
      return kind.patient === 'yes' || kind.patient === 'itself'
        ? []
        : kind.patient === 'no'
          ? [[]]
          : [[condition]]
    case 'patient-present':
      return kind.patient === 'yes' || kind.patient === 'itself' ? [[]] : [[condition]]
    default:
      return [[condition]]
  }
}

/** Atoms that all hold, as one alternative; none where they name different owners only. */
function bothOf(one: Alternative, other: Alternative): readonly Alternative[] {
  const owned = other.find((atom) => atom.is === 'owner-in')
  const before = one.find((atom) => atom.is === 'owner-in')
  if (owned === undefined || before === undefined) return [[...one, ...other]]
  const ids = before.ids.filter((id) => owned.ids.includes(id))
  const rest = [...one, ...other].filter((atom) => atom !== owned && atom !== before)
  return ids.length === 0 ? [] : [[{ is: 'owner-in', ids }, ...rest]]
}

/** The responsible practitioner is on the care team, so naming them says the same of the patient. */
function isImpliedByOwner(part: Condition, all: readonly Condition[], { assignedTo }: Kind): boolean {
  if (part.is !== 'any' || assignedTo !== undefined) return false
  const treated = part.of.find((one) => one.is === 'treated-by')
  const owners = all.find((one) => one.is === 'owner-in')
  return (
    owners !== undefined && treated?.ids !== undefined && new Set(owners.ids).isSubsetOf(new Set(treated.ids))
  )
}

/** Where the words of an atom stand: before the noun, after it, or as what is left out. */
interface Words {
  readonly before?: string
  readonly after?: string
  readonly tagged?: string
  readonly except?: string
}

function phraseOf(snapshot: Snapshot, atoms: Alternative, kind: Kind): Phrase {
  const isPatient = kind.patient === 'itself'
  const isOwn = (atom: Atom) => isPatient || !isAboutPatient(atom)
  const own = wordsOf(snapshot, atoms.filter(isOwn))
  const patient = wordsOf(
    snapshot,
    atoms.filter((atom) => !isOwn(atom)),
  )
  const hasPatient = patient.before.length + patient.after.length > 0
  const patients = hasPatient ? [`for ${joined(patient.before, 'patients', patient.after)}`] : []
  const excepts = unique([...own.except, ...patient.except])
  return {
    noun: joined(own.before, kind.plural, [...own.after, ...patients]),
    except: excepts.length === 0 ? '' : `, except ${listed(excepts, 'and')}`,
  }
}

function joined(before: readonly string[], noun: string, after: readonly string[]): string {
  return [...before, noun, ...after].join(' ')
}

function wordsOf(snapshot: Snapshot, atoms: Alternative) {
  const words = atoms.map((atom) => atomWords(snapshot, atom))
  const tags = unique(words.flatMap(({ tagged }) => tagged ?? []))
  return {
    before: unique(words.flatMap(({ before }) => before ?? [])),
    after: [
      ...unique(words.flatMap(({ after }) => after ?? [])),
      ...(tags.length === 0 ? [] : [`tagged ${tags.join(' and ')}`]),
    ],
    except: words.flatMap(({ except }) => except ?? []),
  }
}

function isAboutPatient({ is }: Atom): boolean {
  switch (is) {
    case 'patient-in':
    case 'patient-at':
    case 'patient-tagged':
    case 'treated-by':
    case 'untreated':
    case 'created-by':
    case 'chart-open':
    case 'chart-unrestricted':
    case 'consent-kept':
      return true
    default:
      return false
  }
}

function atomWords(snapshot: Snapshot, atom: Atom): Words {
  const people = (ids: readonly string[]) => listed(ids.map((id) => nameOf(snapshot, id)))
  const peoples = (ids: readonly string[]) => listed(ids.map((id) => possessive(nameOf(snapshot, id))))
  const tags = (ids: readonly string[], last: 'or' | 'and' = 'or') =>
    listed(
      ids.map((id) => tagName(snapshot, id)),
      last,
    )
  const places = (ids: readonly string[]) => listed(ids.map((id) => locationName(snapshot, id)))
  switch (atom.is) {
    case 'id-in':
      return { before: 'selected' }
    case 'owner-in':
      return isAllAssignees(snapshot, atom.ids)
        ? { after: 'assigned to active staff' }
        : { before: peoples(atom.ids) }
    case 'owner-missing':
    case 'untreated':
      return { before: 'unassigned' }
    case 'author-in':
      return { after: `written by ${people(atom.ids)}` }
    case 'record-at':
    case 'patient-at':
      return { after: `at ${places(atom.locations)}` }
    case 'record-tagged':
      return { tagged: tags(atom.tags) }
    case 'patient-tagged':
      return { tagged: tags(atom.tags, atom.match === 'all' ? 'and' : 'or') }
    case 'state':
      return stateWords(atom.field, atom.equals)
    case 'case-present':
      return { after: 'in a case' }
    case 'case-in':
      return { after: 'in selected cases' }
    case 'case-owner-in':
      return { after: `in ${peoples(atom.ids)} cases` }
    case 'patient-missing':
      return { after: 'without a patient' }
    case 'patient-present':
      return { after: 'with a patient' }
    case 'patient-in':
      return { after: 'opened with emergency access' }
    case 'treated-by':
      return { after: `treated by ${people(atom.ids)}` }
    case 'created-by':
      return { after: `added by ${people(atom.ids)}` }
    case 'chart-open':
      return { except: 'charts restricted to others' }
    case 'chart-unrestricted':
      return { except: 'restricted charts' }
    case 'consent-kept':
      return { except: 'patients without consent' }
  }
}

/** Everyone a record may be assigned to, who are too many to name. */
function isAllAssignees({ assignees }: Snapshot, ids: readonly string[]): boolean {
  return [...assignees.values()].some(
    ({ lasting, dated }) =>
      ids.length >= lasting.length &&
      new Set([...lasting, ...dated.map(({ id }) => id)]).isSupersetOf(new Set(ids)) &&
      new Set(ids).isSupersetOf(new Set(lasting)),
  )
}

/** What a record must be: `signed`, `unsigned`, `with the status awaiting approval`. */
export function stateWords(field: string, equals: boolean | string): Words {
  if (typeof equals === 'string') return { after: `with the ${field} ${equals.replaceAll('-', ' ')}` }
  return { before: equals ? field : `un${field}` }
}
