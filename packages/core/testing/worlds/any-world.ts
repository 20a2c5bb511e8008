/**
 * Random practices from tiny alphabets, so that everything collides: few people, few tags, few instants, and bounds
 * that fall on the very instants asked about.
 */
import fc from 'fast-check'
import type { MemberKind } from '../../src/catalog/catalog.ts'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { PatientFacts, RecordFacts } from '../../src/evaluate/facts.ts'
import type {
  Glass,
  Grant,
  Manages,
  Member,
  Policy,
  Role,
  Share,
  Span,
  TagLimit,
  TeamEntry,
} from '../../src/policy/policy.ts'
import type { World } from '../world.ts'

/** The instants there are: bounds and questions share them. */
export const instants = [10, 20, 30] as const

export const practitioners = ['pia', 'pol', 'pen'] as const
const people: readonly { readonly id: string; readonly kind: MemberKind }[] = [
  { id: 'pia', kind: 'practitioner' },
  { id: 'pol', kind: 'practitioner' },
  { id: 'pen', kind: 'practitioner' },
  { id: 'ada', kind: 'administrative' },
  { id: 'abe', kind: 'administrative' },
  { id: 'sam', kind: 'assistant' },
  { id: 'sue', kind: 'assistant' },
  { id: 'col', kind: 'collaborator' },
  { id: 'int', kind: 'integration' },
]
const ids = people.map(({ id }) => id)
const tags = ['G', 'B'] as const
const locations = ['north', 'south'] as const
const patientIds = ['x1', 'x2', 'x3', 'x4'] as const
const roleIds = ['r1', 'r2', 'r3', 'r4'] as const
const sections = ['patients', 'notes', 'tasks', 'orders', 'invoices'] as const

/** Kinds that differ from one another in a decision, notes and orders more often: they have the most rules. */
const kinds = [
  'note',
  'note',
  'note',
  'setup',
  'setup',
  'order',
  'order',
  'task',
  'task',
  'appointment',
  'comment',
  'history',
  'intake',
  'invoice',
  'payment',
  'collection',
  'payout',
  'form',
  'plan',
  'template',
  'result',
  'refill',
  'tag',
  'member',
  'role',
  'report',
  'account',
  'notificationSettings',
  'analytics',
] as const

/** Permissions for those kinds; the ones many facts turn on more often. */
const permissions = [
  ...Object.keys(practiceCatalog.permissions),
  'patients.manage',
  'patients.view',
  'notes.view',
  'notes.viewSigned',
  'notes.viewOwn',
  'notes.write',
  'notes.sign',
  'accounts.manage',
  'intake.manage',
  'tasks.use',
  'setups.decline',
  'setups.approve',
]

/** Makes choices. The word for how often is a percentage. */
export interface Chooser {
  oneOf<T>(list: readonly T[]): T
  chance(percent: number): boolean
  some<T>(list: readonly T[], percent: number): readonly T[]
  times<T>(least: number, most: number, make: () => T): readonly T[]
}

// Without fast-check's bias towards the ends, or a percentage would be none.
const percents = fc.noBias(fc.integer({ min: 0, max: 99 }))
const percent = (): fc.Arbitrary<number> => percents
const upTo = (most: number): fc.Arbitrary<number> => fc.noBias(fc.nat(most))

export function chooserFrom(gen: fc.GeneratorValue): Chooser {
  // High draws are the unusual: shrinking lowers them, and so takes things away.
  const chance = (wanted: number): boolean => gen(percent) >= 100 - wanted
  return {
    chance,
    oneOf: <T>(list: readonly T[]): T => list[gen(upTo, list.length - 1)] as T,
    some: (list, wanted) => list.filter(() => chance(wanted)),
    times: (least, most, make) => Array.from({ length: least + gen(upTo, most - least) }, make),
  }
}

/** A random practice. Shrinks towards a small one. */
export const anyWorld: fc.Arbitrary<World> = fc.gen().map((gen) => worldFrom(chooserFrom(gen)))

export function worldFrom(choose: Chooser): World {
  const policy = policyFrom(choose)
  const patients = patientIds.map((id) => patientFrom(choose, id))
  const own = patients.map((patient): RecordFacts => ({ id: patient.id, kind: 'patient', patient }))
  const orders = choose
    .times(1, 2, () => 'order')
    .map((kind, index) => recordFrom(choose, kind, `o${index}`, patients, []))
  const others = choose.times(6, 14, () => choose.oneOf(kinds))
  const records = others.map((kind, index) => recordFrom(choose, kind, `n${index}`, patients, orders))
  return { policy, patients, records: [...own, ...orders, ...records] }
}

function policyFrom(choose: Chooser): Policy {
  const modules = Object.keys(practiceCatalog.modules)
  const on = choose.some(modules, 91)
  const ownerId = choose.oneOf(['pia', 'ada'])
  return {
    modules: on,
    readOnly: modules.filter((module) => !on.includes(module) && choose.chance(50)),
    roles: roleIds.map((id) => roleFrom(choose, id)),
    members: people.map(({ id, kind }) => memberFrom(choose, id, kind, id === ownerId)),
    shares: choose.times(1, 3, () => 0).map((_, index) => shareFrom(choose, `share/${index}`)),
    glass: choose.times(0, 3, () => glassFrom(choose)),
    separate: [],
  }
}

function spanFrom(choose: Chooser, bounded: number): Span {
  return {
    ...(choose.chance(bounded) && { from: choose.oneOf(instants) }),
    ...(choose.chance(bounded) && { until: choose.oneOf(instants) }),
  }
}

function limitFrom(choose: Chooser): TagLimit {
  return { match: choose.oneOf(['any', 'all']), tags: choose.some(tags, 60), ...spanFrom(choose, 10) }
}

function roleFrom(choose: Chooser, id: string): Role {
  const ready = practiceCatalog.roles[choose.oneOf(Object.keys(practiceCatalog.roles))]?.permissions ?? []
  return {
    id,
    label: id,
    fits: [],
    permissions: choose.chance(30) ? ready : choose.some(permissions, choose.oneOf([30, 95, 95, 95])),
    ...(choose.chance(30) && { tagLimit: limitFrom(choose) }),
    ...(choose.chance(20) && { hidePrices: spanFrom(choose, 20) }),
  }
}

function memberFrom(choose: Chooser, id: string, kind: MemberKind, owner: boolean): Member {
  const assistant = kind === 'assistant'
  return {
    id,
    kind,
    owner,
    status: choose.chance(4) ? choose.oneOf(['invited', 'locked', 'archived']) : 'active',
    account: !choose.chance(2),
    grants: choose.times(2, 4, () => 0).map((_, index) => grantFrom(choose, `${id}/${index}`)),
    team: assistant ? [] : teamFrom(choose),
    manages: assistant ? choose.times(1, 2, () => managesFrom(choose)) : [],
    ...spanFrom(choose, 2),
    ...(choose.chance(15) && { tagLimit: limitFrom(choose) }),
    ...(choose.chance(10) && { ownNotesOnly: spanFrom(choose, 20) }),
    ...(choose.chance(15) && { hidePrices: spanFrom(choose, 20) }),
  }
}

function grantFrom(choose: Chooser, id: string): Grant {
  return {
    id,
    role: choose.chance(2) ? 'gone' : choose.oneOf(roleIds),
    ...(choose.chance(15) && { at: choose.some(locations, 60) }),
    ...(choose.chance(12) && { tagged: choose.some(tags, 60) }),
    ...spanFrom(choose, 10),
  }
}

function teamFrom(choose: Chooser): readonly TeamEntry[] {
  const setting = choose.oneOf(['own', 'all', 'all', 'all', 'all', 'members', 'advanced'])
  if (setting === 'own') return []
  if (setting === 'all')
    return [{ level: choose.oneOf(['view', 'edit', 'edit', 'edit']), ...spanFrom(choose, 10) }]
  return choose.times(1, 4, () => ({
    colleague: choose.oneOf(ids),
    ...(setting === 'advanced' && { section: choose.oneOf(sections) }),
    level: choose.oneOf(['none', 'view', 'edit', 'edit']),
    ...spanFrom(choose, 10),
  }))
}

function managesFrom(choose: Chooser): Manages {
  return { practitioner: choose.oneOf(practitioners), ...spanFrom(choose, 10) }
}

function shareFrom(choose: Chooser, id: string): Share {
  return {
    id,
    with: choose.chance(90) ? 'col' : choose.oneOf(ids),
    by: choose.oneOf(practitioners),
    permissions: choose.some(
      ['orders.view', 'orders.add', 'setups.decline', 'setups.approve', 'patients.view'],
      50,
    ),
    cases: choose.chance(50) ? 'all' : choose.some(['o0', 'o1', 'n0', 'n1'], 50),
    consent: choose.chance(85),
    accepted: choose.chance(85),
    ...spanFrom(choose, 10),
  }
}

function glassFrom(choose: Chooser): Glass {
  return {
    member: choose.oneOf(ids),
    patient: choose.oneOf(patientIds),
    reason: 'unconscious',
    ...spanFrom(choose, 15),
  }
}

export function patientFrom(choose: Chooser, id: string): PatientFacts {
  return {
    id,
    careTeam: choose.chance(15) ? [] : choose.some(practitioners, 65),
    tags: choose.some(tags, 55),
    locations: choose.some(locations, 55),
    restrictedTo: choose.chance(9) ? choose.some(ids, 45) : null,
    clinicalTo: choose.chance(9) ? choose.some(ids, 45) : null,
    createdBy: choose.chance(50) ? choose.oneOf(ids) : null,
    consentWithdrawn: choose.chance(15),
  }
}

function patientAbout(
  choose: Chooser,
  row: { readonly patient?: string } | undefined,
  patients: readonly PatientFacts[],
): PatientFacts | null {
  const about = row?.patient === 'no' ? 0 : row?.patient === 'maybe' ? 60 : 95
  return choose.chance(about) ? choose.oneOf(patients) : null
}

export function recordFrom(
  choose: Chooser,
  kind: string,
  id: string,
  patients: readonly PatientFacts[],
  orders: readonly RecordFacts[],
): RecordFacts {
  const row = practiceCatalog.kinds[kind]
  const order = row?.shared === 'through-case' && choose.chance(90) ? choose.oneOf(orders) : undefined
  return {
    id,
    kind,
    patient: order === undefined ? patientAbout(choose, row, patients) : (order.patient ?? null),
    owner: choose.chance(92)
      ? choose.oneOf(row?.team === 'self' || kind === 'task' ? ids : practitioners)
      : null,
    author: choose.chance(50) ? choose.oneOf(ids) : null,
    case: order === undefined ? null : { id: order.id, owner: order.owner ?? null },
    locations: choose.some(locations, 45),
    tags: choose.some(tags, 45),
    state: {
      ...(choose.chance(80) && { signed: choose.chance(50) }),
      ...(choose.chance(80) && { status: choose.oneOf(['awaiting-approval', 'approved']) }),
    },
  }
}
