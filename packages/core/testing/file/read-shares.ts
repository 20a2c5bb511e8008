import type { Catalog } from '../../src/catalog/catalog.ts'
import type { Glass, Instant, Share } from '../../src/policy/policy.ts'
import { asKind, memberName, memberOfKind, patientName, permissionName, recordName } from './read-names.ts'
import { spanFields, spanned } from './read-span.ts'
import {
  complainOfValue,
  expected,
  listing,
  listOf,
  quoted,
  type Reader,
  type Reading,
  setOf,
  shape,
  text,
  truth,
} from './read-value.ts'
import { type Tree, textUnder, under } from './tree.ts'

const sharedPermission: Reader<string> = (tree, reading) => {
  const permission = permissionName(tree, reading)
  const { always, offered } = reading.catalog.share
  if (permission === undefined || [...always, ...offered].includes(permission)) return permission
  return reading.complaints.add(
    tree.at,
    `${quoted(permission)} cannot be shared; a share may carry ${listing([...always, ...offered])}`,
  )
}

const selectedCases = setOf('a list of orders', '[o1]', recordName)

const cases: Reader<Share['cases']> = (tree, reading) => {
  if (tree.is === 'text' && tree.text === 'all') return 'all'
  if (tree.is === 'list' && tree.items.length === 0)
    return reading.complaints.add(
      tree.at,
      '`cases` is empty and shares nothing; name an order, or write `all`',
    )
  if (tree.is === 'list') return selectedCases(tree, reading)
  return expected('`all` or a list of orders', '[o1]', tree, reading)
}

const share: Reader<Omit<Share, 'id'>> = (tree, reading) => {
  const value = fields(tree, reading)
  checkCases(tree, reading)
  if (value === undefined) return undefined
  return {
    ...value,
    permissions: value.permissions ?? [],
    consent: value.consent ?? false,
    accepted: value.accepted ?? false,
  }
}

const fields = spanned(
  shape(
    'a share',
    '{ with: hatt, by: chen, cases: all, consent: true, accepted: true }',
    {
      with: memberOfKind('collaborator', 'cases are shared with collaborators only, so name one'),
      by: memberOfKind('practitioner', 'only practitioners share their cases, so name one'),
      cases,
    },
    {
      permissions: setOf('a list of permissions', '[setups.decline]', sharedPermission),
      consent: truth,
      accepted: truth,
      ...spanFields,
    },
  ),
)

/** The kinds that are shared as a case. */
export function caseKinds({ kinds }: Catalog): readonly string[] {
  return Object.keys(kinds).filter((kind) => kinds[kind]?.shared === 'as-case')
}

function checkCases(tree: Tree, { names, catalog, complaints }: Reading) {
  const by = textUnder(tree, 'by')
  const selected = under(tree, 'cases')
  if (by === undefined || selected?.is !== 'list') return
  for (const item of selected.items) {
    const record = item.is === 'text' ? names.records?.get(item.text) : undefined
    if (record === undefined || item.is !== 'text') continue
    if (record.kind !== undefined && !caseKinds(catalog).includes(record.kind))
      complaints.add(
        item.at,
        `${quoted(item.text)} is no case but of kind ${quoted(record.kind)}; share an order`,
      )
    else if (record.owner !== by)
      complaints.add(
        item.at,
        `the case ${quoted(item.text)} is not owned by ${quoted(by)}; people share their own cases only`,
      )
  }
}

const shareList = listOf('a list of shares', '[{ with: hatt, by: chen, cases: all }]', share)

export const shares: Reader<readonly Share[]> = (tree, reading) =>
  shareList(tree, reading)?.map((each, index) => ({ id: `share/${index + 1}`, ...each }))

const glassFields = spanned(
  shape(
    'a broken glass',
    '{ member: chen, patient: p1, reason: unconscious in reception }',
    { member: memberName, patient: patientName, reason: text('a reason', 'unconscious in reception') },
    spanFields,
  ),
)

/** Only practitioners and administrative staff break the glass: an entry for anyone else would do nothing. */
function checkBreaker(tree: Tree, reading: Reading) {
  const member = textUnder(tree, 'member')
  const is = member === undefined ? undefined : reading.names.members?.get(member)?.kind
  if (is === undefined || is === 'practitioner' || is === 'administrative') return
  complainOfValue(
    tree,
    'member',
    `${quoted(member ?? '')} is ${asKind(is)} and cannot break the glass; name a practitioner or administrative member`,
    reading,
  )
}

const shortEnd: Instant = 4 * 60 * 60 * 1000

/** A glass that names no end closes after four hours; one that names no time at all was broken now. */
const brokenGlass: Reader<Glass> = (tree, reading) => {
  const value = glassFields(tree, reading)
  checkBreaker(tree, reading)
  if (value === undefined || value.until !== undefined) return value
  const from = value.from ?? reading.now
  return from === undefined ? value : { ...value, from, until: from + shortEnd }
}

export const glass = listOf(
  'a list of broken glasses',
  '[{ member: chen, patient: p1, reason: emergency }]',
  brokenGlass,
)
