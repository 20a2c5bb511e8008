import { type Step, steps } from '../../src/catalog/catalog.ts'
import type { Asked, Expectation } from './practice-file.ts'
import { anyRecordName, asKind, fieldName, kindName, memberName, permissionName } from './read-names.ts'
import {
  complainOfKey,
  complainOfValue,
  expected,
  id,
  listing,
  listOf,
  oneOf,
  orMeant,
  quoted,
  type Reader,
  type Reading,
  setOf,
  shape,
} from './read-value.ts'
import { type Tree, textUnder, under } from './tree.ts'

const answer: Reader<boolean> = (tree, reading) => {
  if (tree.is === 'truth') return tree.value
  if (tree.is === 'text' && (tree.text === 'yes' || tree.text === 'no')) return tree.text === 'yes'
  return expected('`yes` or `no`', 'no', tree, reading)
}

const because = oneOf<Step>('step', steps)

/** An assistant works for someone; nobody else does. */
const who = { member: memberName }
const verdict = { actingFor: memberName, answer, because }

const mayFields = shape(
  'an expectation with `may`',
  '{ member: ana, may: view, record: p1 }',
  { ...who, may: id('act'), record: anyRecordName },
  { ...verdict, field: fieldName },
)
const holdsFields = shape(
  'an expectation with `holds`',
  '{ member: ana, holds: patients.manage }',
  { ...who, holds: permissionName },
  verdict,
)
const seesFields = shape(
  'an expectation with `sees`',
  '{ member: ana, sees: patient, exactly: [p1] }',
  { ...who, sees: kindName, exactly: setOf('a list of records', '[p1]', anyRecordName) },
  { actingFor: memberName },
)
const whoFields = shape(
  'an expectation without `member`',
  '{ may: view, record: n1, exactly: [chen] }',
  { may: id('act'), record: anyRecordName, exactly: setOf('a list of members', '[chen]', memberName) },
  { field: fieldName },
)

const may: Reader<Asked> = (tree, reading) => {
  const value = mayFields(tree, reading)
  checkAct(tree, reading)
  if (value === undefined) return undefined
  const { may: act, answer = true, ...more } = value
  return { asks: 'may', act, answer, ...more }
}

const holds: Reader<Asked> = (tree, reading) => {
  const value = holdsFields(tree, reading)
  if (value === undefined) return undefined
  const { holds: permission, answer = true, ...more } = value
  return { asks: 'holds', permission, answer, ...more }
}

const sees: Reader<Asked> = (tree, reading) => {
  const value = seesFields(tree, reading)
  checkSeen(tree, reading)
  if (value === undefined) return undefined
  const { sees: kind, ...more } = value
  return { asks: 'sees', kind, ...more }
}

const whoCan: Reader<Asked> = (tree, reading) => {
  const value = whoFields(tree, reading)
  checkAct(tree, reading)
  if (value === undefined) return undefined
  const { may: act, ...more } = value
  return { asks: 'who', act, ...more }
}

const questions = ['may', 'holds', 'sees'] as const

const expectation: Reader<Expectation> = (tree, reading) => {
  if (tree.is !== 'map')
    return expected('an expectation', '{ member: ana, may: view, record: p1 }', tree, reading)
  const asked = questions.filter((question) => tree.entries.has(question))
  const [question, other] = asked
  if (question === undefined || other !== undefined)
    return reading.complaints.add(
      tree.at,
      `an expectation asks one of ${listing(questions, 'and')}, and this one asks ${asked.length === 0 ? 'none' : listing(asked, 'and')}; ` +
        'write for example `{ member: ana, may: view, record: p1 }`',
    )
  const value = readerOf(question, tree.entries.has('member'))(tree, reading)
  checkActingFor(tree, reading)
  checkBecause(tree, reading)
  return value === undefined ? undefined : { ...value, at: tree.at }
}

function readerOf(question: (typeof questions)[number], namesMember: boolean): Reader<Asked> {
  switch (question) {
    case 'may':
      return namesMember ? may : whoCan
    case 'holds':
      return holds
    case 'sees':
      return sees
  }
}

export const expectations = listOf(
  'a list of expectations',
  '[{ member: ana, may: view, record: p1 }]',
  expectation,
)

/** The kind of a record or patient of the file. Undefined when the id or its kind is not known. */
function kindOf(id: string | undefined, { names, catalog }: Reading): string | undefined {
  if (id === undefined) return undefined
  if (names.patients?.has(id)) return catalog.patientKind
  const kind = names.records?.get(id)?.kind
  return kind !== undefined && Object.hasOwn(catalog.kinds, kind) ? kind : undefined
}

function checkAct(tree: Tree, reading: Reading) {
  const act = textUnder(tree, 'may')
  const kind = kindOf(textUnder(tree, 'record'), reading)
  const acts = kind === undefined ? undefined : reading.catalog.cells.get(kind)
  if (act === undefined || acts === undefined || acts.has(act)) return
  const words = [...acts.keys()]
  const meant = orMeant(act, words, `a record of kind \`${kind}\` knows ${listing(words, 'and')}`, reading)
  complainOfValue(tree, 'may', `unknown act ${quoted(act)} on kind \`${kind}\`${meant}`, reading)
}

function checkSeen(tree: Tree, reading: Reading) {
  const kind = textUnder(tree, 'sees')
  const exactly = under(tree, 'exactly')
  if (kind === undefined || exactly?.is !== 'list' || !Object.hasOwn(reading.catalog.kinds, kind)) return
  for (const item of exactly.items) {
    const is = item.is === 'text' ? kindOf(item.text, reading) : undefined
    if (item.is !== 'text' || is === undefined || is === kind) continue
    reading.complaints.add(
      item.at,
      `${quoted(item.text)} is of kind \`${is}\`, not \`${kind}\`; remove it from \`exactly\``,
    )
  }
}

function checkActingFor(tree: Tree, reading: Reading) {
  const member = textUnder(tree, 'member')
  const kind = member === undefined ? undefined : reading.names.members?.get(member)?.kind
  if (
    member === undefined ||
    kind === undefined ||
    kind === 'assistant' ||
    under(tree, 'actingFor') === undefined
  )
    return
  const sentence = `only an assistant acts for someone, and ${quoted(member)} is ${asKind(kind)}; remove \`actingFor\``
  complainOfKey(tree, 'actingFor', sentence, reading)
}

function checkBecause(tree: Tree, reading: Reading) {
  const given = under(tree, 'answer')
  const isNo = (given?.is === 'text' && given.text === 'no') || (given?.is === 'truth' && !given.value)
  const asksVerdict = under(tree, 'member') !== undefined && under(tree, 'sees') === undefined
  if (isNo || !asksVerdict || under(tree, 'because') === undefined) return
  complainOfKey(
    tree,
    'because',
    '`because` is the reason of a no; add `answer: no`, or remove `because`',
    reading,
  )
}
