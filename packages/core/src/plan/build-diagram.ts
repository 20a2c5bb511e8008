/**
 * Drawing a condition as a diagram, from its end to its beginning, with the nodes that others have drawn before.
 */
import type { Condition } from './condition.ts'
import { type Diagram, tests } from './decision-diagram.ts'

/**
 * The nodes that the diagrams of one snapshot share. People with the same roles in the same places have the same
 * diagrams but for who they are themselves; so `self` is a test of its own, its id comes with the question, and a
 * practice of a thousand fits in the processor's caches.
 */
export interface SharedNodes {
  readonly byKey: Map<number, Diagram>
  readonly idNumbers: Map<string, number>
  /** Sets of ids by what is in them: the plans of one member look for the same colleagues again and again. */
  readonly sets: Map<string, ReadonlySet<string>>
}

export function sharedNodes(): SharedNodes {
  return { byKey: new Map(), idNumbers: new Map([['', 0]]), sets: new Map() }
}

/** What a drawing knows: whose it is, and the nodes made before. */
interface Pen {
  readonly self: string | undefined
  readonly nodes: SharedNodes | undefined
}

/** Up to this many ids are tested one by one: quicker than hashing, and they lie in the diagram itself. */
const oneByOne = 3

/** The tests that ask whether somebody is the one who asks. */
const selfTests = new Map<number, number>([
  [tests['owner-in'], tests['owner-is-self']],
  [tests['author-in'], tests['author-is-self']],
  [tests['treated-by'], tests['treated-by-self']],
  [tests['created-by'], tests['created-by-self']],
  [tests['chart-whole'], tests['chart-whole-self']],
  [tests['chart-clinical'], tests['chart-clinical-self']],
])

const several = 32
const nobody: ReadonlySet<string> = new Set()

/** Where every diagram ends. */
const acceptAll: Diagram = end(tests.accept, 0)
const rejectAll: Diagram = end(tests.reject, 1)

function end(test: number, number: number): Diagram {
  const node = {
    test,
    id: '',
    ids: nobody,
    yes: undefined as unknown as Diagram,
    no: undefined as unknown as Diagram,
    number,
  }
  node.yes = node
  node.no = node
  return node
}

/** Draw a condition as a diagram of its own. */
export function diagramOf(condition: Condition): Diagram {
  return draw({ self: undefined, nodes: undefined }, condition, acceptAll, rejectAll)
}

/** Draw a condition of one member, with nodes shared by all who have the same: ask it with the same `self`. */
export function sharedDiagramOf(condition: Condition, self: string, nodes: SharedNodes): Diagram {
  return draw({ self, nodes }, condition, acceptAll, rejectAll)
}

function draw(pen: Pen, condition: Condition, yes: Diagram, no: Diagram): Diagram {
  switch (condition.is) {
    case 'always':
      return yes
    case 'never':
      return no
    case 'all':
      return condition.of.reduceRight((next, part) => draw(pen, part, next, no), yes)
    case 'any':
      return condition.of.reduceRight((next, part) => draw(pen, part, yes, next), no)
    case 'owner-missing':
    case 'case-present':
    case 'patient-missing':
    case 'patient-present':
    case 'untreated':
    case 'consent-kept':
      return node(pen, tests[condition.is], '', yes, no)
    case 'state':
      return drawState(pen, condition.field, condition.equals, yes, no)
    case 'chart-open':
      // Everyone named must be on the list: one test each, one after another.
      return condition.ids.reduceRight(
        (next, id) => node(pen, tests[`chart-${condition.level}`], id, next, no),
        yes,
      )
    case 'chart-unrestricted':
      return node(pen, tests[`unrestricted-${condition.level}`], '', yes, no)
    case 'patient-tagged':
      return condition.match === 'all'
        ? condition.tags.reduceRight((next, tag) => node(pen, tests[condition.is], tag, next, no), yes)
        : drawIds(pen, tests[condition.is], condition.tags, yes, no)
    case 'record-at':
    case 'patient-at':
      return drawIds(pen, tests[condition.is], condition.locations, yes, no)
    case 'record-tagged':
      return drawIds(pen, tests[condition.is], condition.tags, yes, no)
    default:
      return drawIds(pen, tests[condition.is], condition.ids, yes, no)
  }
}

function drawState(pen: Pen, field: string, equals: boolean | string, yes: Diagram, no: Diagram): Diagram {
  if (equals === true) return node(pen, tests['state-true'], field, yes, no)
  if (equals === false) return node(pen, tests['state-not-true'], field, yes, no)
  return { test: tests['state-text'], id: field, ids: new Set([equals]), yes, no, number: -1 }
}

/** One of the ids. */
function drawIds(pen: Pen, test: number, ids: readonly string[], yes: Diagram, no: Diagram): Diagram {
  if (ids.length > oneByOne) {
    // Unambiguous whatever the ids are: with a separator, one of them could hold it.
    const key = JSON.stringify(ids)
    return shared(pen, test + several, key, past(test, yes), no, (number, next) => ({
      test: test + several,
      id: '',
      ids: setOf(pen, key, ids),
      yes: next,
      no,
      number,
    }))
  }
  return ids.reduceRight((next, id) => node(pen, test, id, yes, next), no)
}

function setOf({ nodes }: Pen, key: string, ids: readonly string[]): ReadonlySet<string> {
  const before = nodes?.sets.get(key)
  if (before !== undefined) return before
  const made: ReadonlySet<string> = new Set(ids)
  nodes?.sets.set(key, made)
  return made
}

function node(pen: Pen, test: number, id: string, yes: Diagram, no: Diagram): Diagram {
  const own = id === pen.self ? selfTests.get(test) : undefined
  const [asks, of] = own === undefined ? [test, id] : [own, '']
  // Where there is a patient, or none, nobody asks again.
  const beyond = test === tests['patient-missing'] && no.test === test ? no.no : no
  return shared(pen, asks, of, past(test, yes), beyond, (number, next) => ({
    test: asks,
    id: of,
    ids: nobody,
    yes: next,
    no: beyond,
    number,
  }))
}

/** A test of the patient that holds has found one: asking whether there is one can be left out. */
function past(test: number, yes: Diagram): Diagram {
  return asksPatient(test) && yes.test === tests['patient-missing'] ? yes.no : yes
}

function asksPatient(test: number): boolean {
  return test > tests['patient-missing'] && test !== tests['case-present']
}

const mostNodes = 2 ** 16
const mostIds = 2 ** 15

/** The node made before for the same test and the same ways on, if there is one. */
function shared(
  { nodes }: Pen,
  test: number,
  id: string,
  yes: Diagram,
  no: Diagram,
  make: (number: number, yes: Diagram) => Diagram,
): Diagram {
  if (nodes === undefined || yes.number < 0 || no.number < 0) return make(-1, yes)
  let idNumber = nodes.idNumbers.get(id)
  if (idNumber === undefined) {
    idNumber = nodes.idNumbers.size
    nodes.idNumbers.set(id, idNumber)
  }
  const key = ((idNumber * 64 + test) * mostNodes + yes.number) * mostNodes + no.number
  const before = nodes.byKey.get(key)
  if (before !== undefined) return before
  const number = nodes.byKey.size + 2
  if (number >= mostNodes || idNumber >= mostIds) return make(-1, yes)
  const made = make(number, yes)
  nodes.byKey.set(key, made)
  return made
}
