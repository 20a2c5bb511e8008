/**
 * A practice with people of every kind and every limit in use.
 */
import {
  type Glass,
  type Grant,
  type Manages,
  type Member,
  type MemberKind,
  type MemberStatus,
  type Policy,
  practiceCatalog,
  type Role,
  type Share,
  type Span,
  type TagLimit,
  type TeamEntry,
} from '@rolecall/core'
import type { Random } from '../random.ts'

export const at = Date.UTC(2026, 10, 21, 9)
const day = 24 * 60 * 60 * 1000

/** The people, places and words a practice is made of, before anyone is given anything. */
export interface Frame {
  readonly practitioners: readonly string[]
  readonly people: readonly { readonly id: string; readonly kind: MemberKind }[]
  readonly locations: readonly string[]
  readonly tags: readonly string[]
}

const kindWeights: Readonly<Record<MemberKind, number>> = {
  practitioner: 40,
  administrative: 30,
  assistant: 20,
  collaborator: 6,
  integration: 4,
}

export function frame(random: Random, members: number): Frame {
  const people = Array.from({ length: members }, (_, index) => ({
    id: random.uuid(),
    kind: index === 0 ? ('practitioner' as const) : random.weighted(kindWeights),
  }))
  return {
    people,
    practitioners: people.filter(({ kind }) => kind === 'practitioner').map(({ id }) => id),
    locations: Array.from({ length: 8 }, () => random.uuid()),
    tags: Array.from({ length: 12 }, (_, index) => `patient-group-${index + 1}`),
  }
}

export function policy(random: Random, around: Frame, patients: readonly string[], cases: CasesOf): Policy {
  const roles = rolesOf(random, around)
  return {
    modules: ['clinical', 'billing', 'generator', 'orders'],
    readOnly: ['engage'],
    roles,
    members: around.people.map((person, index) => member(random, around, roles, person, index === 0)),
    shares: around.people
      .filter(({ kind }) => kind === 'collaborator')
      .flatMap(({ id }) => sharesWith(random, around, id, cases)),
    glass: Array.from({ length: 80 }, () => openGlass(random, around, patients)),
    separate: [],
  }
}

/** The orders of a practitioner, for shares that name some. */
export type CasesOf = (practitioner: string) => readonly string[]

function rolesOf(random: Random, { tags }: Frame): readonly Role[] {
  const readyMade = Object.entries(practiceCatalog.roles).map(([id, { label, fits, permissions }]) => ({
    id,
    label,
    fits,
    permissions,
  }))
  return [
    ...readyMade,
    own('front-desk', [
      'patients.manage',
      'appointments.manage',
      'comments.write',
      'tasks.use',
      'messages.use',
    ]),
    own('signed-reader', ['patients.view', 'notes.viewSigned', 'results.view', 'appointments.view']),
    own('emergency', ['glass.break', 'charts.restrict', 'notes.viewSigned', 'notes.view']),
    own('worklist', ['intake.manage', 'patients.view', 'tags.manage']),
    { ...own('no-prices', ['patients.view', 'invoices.view', 'plans.view']), hidePrices: {} },
    {
      ...own('study', ['patients.manage', 'notes.view', 'notes.viewSigned', 'results.view']),
      tagLimit: limit(random, tags),
    },
    {
      ...own('study-all', ['patients.view', 'forms.view', 'plans.view']),
      tagLimit: { ...limit(random, tags), match: 'all' },
    },
    {
      ...own('was-limited', ['appointments.manage', 'orders.view']),
      tagLimit: { ...limit(random, tags), until: at - day },
    },
  ]
}

function own(id: string, permissions: readonly string[]): Role {
  return { id, label: id, fits: ['practitioner', 'administrative', 'assistant', 'integration'], permissions }
}

function limit(random: Random, tags: readonly string[]): TagLimit {
  return { match: random.chance(0.8) ? 'any' : 'all', tags: random.some(tags, 1, 5), ...span(random) }
}

/** Mostly without bounds; now and then over already, or not yet begun. */
function span(random: Random): Span {
  const when = random.next()
  if (when < 0.8) return {}
  if (when < 0.88) return { from: at - random.below(100) * day }
  if (when < 0.95) return { from: at - 30 * day, until: at + (1 + random.below(100)) * day }
  return when < 0.975 ? { until: at - day } : { from: at + day }
}

const usualRoles: Readonly<Record<MemberKind, readonly string[]>> = {
  practitioner: ['practitioner', 'practitioner', 'provider'],
  administrative: [
    'administrative',
    'office-staff',
    'front-desk',
    'biller',
    'system-admin',
    'bookkeeper',
    'admin',
  ],
  assistant: ['assistant', 'clinical-assistant', 'administrative', 'scheduling-assistant'],
  collaborator: [],
  integration: ['front-desk', 'user', 'office-staff'],
}
const furtherRoles = [
  'signed-reader',
  'emergency',
  'worklist',
  'no-prices',
  'study',
  'study-all',
  'was-limited',
  'user',
  'bookkeeper',
]

function member(
  random: Random,
  around: Frame,
  roles: readonly Role[],
  { id, kind }: Frame['people'][number],
  owner: boolean,
): Member {
  const isStaff = kind !== 'collaborator'
  const hasTeam = kind === 'practitioner' || kind === 'administrative' || kind === 'integration'
  return {
    id,
    kind,
    status: owner
      ? 'active'
      : random.weighted<MemberStatus>({ active: 94, invited: 2, locked: 2, archived: 2 }),
    account: owner || random.chance(0.97),
    owner,
    grants: isStaff ? grants(random, around, roles, id, kind) : [],
    team: hasTeam ? team(random, around, kind) : [],
    manages: kind === 'assistant' ? manages(random, around) : [],
    ...(isStaff && random.chance(0.12) && { tagLimit: limit(random, around.tags) }),
    ...(random.chance(0.06) && { ownNotesOnly: span(random) }),
    ...(random.chance(0.06) && { hidePrices: span(random) }),
  }
}

function grants(
  random: Random,
  { locations, tags }: Frame,
  roles: readonly Role[],
  member: string,
  kind: MemberKind,
): readonly Grant[] {
  const usual = usualRoles[kind]
  const held = new Set([random.pick(usual), random.pick(usual)])
  for (const further of random.some(furtherRoles, 0, 2)) held.add(further)
  return roles
    .filter(({ id }) => held.has(id))
    .map((role, index) => ({
      id: `${member}/${index + 1}`,
      role: role.id,
      ...(random.chance(0.35) && { at: random.some(locations, 1, 4) }),
      ...(random.chance(0.12) && { tagged: random.some(tags, 2, 5) }),
      ...span(random),
    }))
}

function team(random: Random, { practitioners }: Frame, kind: MemberKind): readonly TeamEntry[] {
  const setting = random.weighted(
    kind === 'practitioner'
      ? { own: 4, all: 2, members: 3, advanced: 2 }
      : { own: 1, all: 5, members: 4, advanced: 3 },
  )
  const level = () => random.weighted({ view: 4, edit: 6 })
  switch (setting) {
    case 'own':
      return []
    case 'all':
      return [{ level: level(), ...span(random) }]
    case 'members':
      return random
        .some(practitioners, 1, 12)
        .map((colleague) => ({ colleague, level: level(), ...span(random) }))
    case 'advanced':
      return random.some(practitioners, 1, 8).flatMap((colleague) =>
        random.some(practiceCatalog.sections, 1, 4).map((section) => ({
          colleague,
          section,
          level: random.chance(0.1) ? ('none' as const) : level(),
          ...span(random),
        })),
      )
  }
}

function manages(random: Random, { practitioners }: Frame): readonly Manages[] {
  return random.some(practitioners, 1, 4).map((practitioner) => ({ practitioner, ...span(random) }))
}

function sharesWith(
  random: Random,
  { practitioners }: Frame,
  collaborator: string,
  cases: CasesOf,
): readonly Share[] {
  return random.some(practitioners, 1, 3).map((by, index) => ({
    id: `share/${collaborator}/${index + 1}`,
    with: collaborator,
    by,
    permissions: random.some(practiceCatalog.share.offered, 0, 2),
    cases: random.chance(0.5) ? 'all' : random.some(cases(by), 0, 6),
    consent: random.chance(0.95),
    accepted: random.chance(0.95),
    ...span(random),
  }))
}

function openGlass(random: Random, { people }: Frame, patients: readonly string[]): Glass {
  return {
    member: random.pick(people).id,
    patient: random.pick(patients),
    reason: 'emergency',
    ...span(random),
  }
}
