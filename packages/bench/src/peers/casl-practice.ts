/**
 * The practice on CASL: one ability for each member, and for assistants one for each practitioner they manage. CASL
 * has no words for scopes, teams, limits and charts, so each rule carries a function, written as a careful user would:
 * what the policy settles is settled when the ability is made, and what needs the record is a small test.
 */
import { Ability, type AbilityTuple, type MatchConditions } from '@casl/ability'
import type {
  Act,
  Catalog,
  Grant,
  Kind,
  Member,
  Policy,
  RecordFacts,
  Role,
  Span,
  TagLimit,
  When,
} from '@rolecall/core'
import type { World } from '../worlds/world.ts'
import { type Can, type Condition, caslEngine } from './casl.ts'
import type { Peer } from './peer.ts'

export const caslPractice: Peer = {
  name: 'casl, functions',
  setup: 'an `Ability` a member (and practitioner acted for) in a map, one function per kind and act',
  prepare(world) {
    const book = bookOf(world)
    const { members } = world.policy
    const assistants = members.filter(({ kind }) => kind === 'assistant')
    return caslEngine({
      own: new Map(members.map((member) => [member.id, abilityOf(book, member, undefined)])),
      acting: new Map(
        assistants.map((member) => [
          member.id,
          new Map(member.manages.map(({ practitioner: id }) => [id, abilityOf(book, member, id)])),
        ]),
      ),
      strangers: new Map(members.map((member) => [member.id, abilityOf(book, member, 'someone')])),
    })
  },
}

interface Book {
  readonly catalog: Catalog
  readonly policy: Policy
  readonly members: ReadonlyMap<string, Member>
  readonly roles: ReadonlyMap<string, Role>
  readonly holds: (span: Span | undefined) => boolean
}

function bookOf({ catalog, policy, at }: World): Book {
  return {
    catalog,
    policy,
    members: new Map(policy.members.map((member) => [member.id, member])),
    roles: new Map(policy.roles.map((role) => [role.id, role])),
    holds: (span) =>
      span !== undefined && (span.from ?? at) <= at && at < (span.until ?? Number.POSITIVE_INFINITY),
  }
}

/** What is settled about one member before any kind and act. */
interface Person {
  readonly book: Book
  readonly member: Member
  readonly actingFor: string | undefined
  /** Whose data it is about. */
  readonly subject: Member | undefined
  readonly subjectIsAdmin: boolean
  readonly grants: readonly { readonly grant: Grant; readonly role: Role }[]
  readonly glass: readonly string[]
  readonly hidesPrices: boolean
}

/** `undefined` stands for a test that always passes, `no` for one that never does. */
type Test = Condition | undefined
const no: Condition = () => false

function abilityOf(book: Book, member: Member, actingFor: string | undefined): Can {
  const rules: { action: string; subject: string; conditions?: Condition }[] = []
  const isActive = member.status === 'active' && member.account && book.holds(member)
  const person = isActive ? personOf(book, member, actingFor) : undefined
  for (const [subject, kind] of Object.entries(book.catalog.kinds))
    for (const [action, act] of Object.entries(kind.acts)) {
      const conditions = person === undefined ? no : rule(person, { name: subject, kind, action, act })
      if (conditions !== no) rules.push({ action, subject, ...(conditions !== undefined && { conditions }) })
    }
  return new Ability<AbilityTuple, Condition>(rules, {
    conditionsMatcher: (test) => test as MatchConditions,
    detectSubjectType: (record) => (record as RecordFacts).kind,
  })
}

function personOf(book: Book, member: Member, actingFor: string | undefined): Person {
  const { policy, members, holds } = book
  const subject = member.kind === 'assistant' ? managed(book, member, actingFor) : member
  const grants = heldGrants(book, member)
  const breaksGlass = member.kind === 'practitioner' || member.kind === 'administrative'
  const glass = policy.glass.filter((entry) => breaksGlass && entry.member === member.id && holds(entry))
  return {
    book,
    member,
    actingFor,
    subject,
    subjectIsAdmin: subject !== undefined && isAdmin(book, members.get(subject.id)),
    grants,
    glass: glass.map(({ patient }) => patient),
    hidesPrices: holds(member.hidePrices) || grants.some(({ role }) => holds(role.hidePrices)),
  }
}

function managed(
  { members, holds }: Book,
  { manages }: Member,
  actingFor: string | undefined,
): Member | undefined {
  const links = manages.some((link) => link.practitioner === actingFor && holds(link))
  const practitioner = links ? members.get(actingFor ?? '') : undefined
  const isThere = practitioner?.status !== 'locked' && practitioner?.status !== 'archived'
  return practitioner?.kind === 'practitioner' && isThere ? practitioner : undefined
}

function heldGrants({ roles, holds }: Book, { kind, grants }: Member): Person['grants'] {
  if (kind === 'collaborator') return []
  return grants.flatMap((grant) => {
    const role = roles.get(grant.role)
    return role !== undefined && holds(grant) ? [{ grant, role }] : []
  })
}

function isAdmin(book: Book, member: Member | undefined): boolean {
  const admin = book.catalog.adminPermission ?? ''
  if (member === undefined) return false
  return member.owner || heldGrants(book, member).some(({ role }) => role.permissions.includes(admin))
}

// One kind and act

interface Asked {
  readonly name: string
  readonly kind: Kind
  readonly action: string
  readonly act: Act
}

/** What carries the act, and what it asks of the record. */
interface Carrier {
  readonly when: Test
  readonly scope: Test
  readonly limit: Test
}

function rule(person: Person, asked: Asked): Test {
  const { book, member, hidesPrices } = person
  const { kind, act, action } = asked
  const carriers = carriersOf(person, asked)
  if (!moduleIsOn(book, kind, act) || act.never.includes(member.kind) || (kind.priced && hidesPrices))
    return no
  if (member.kind === 'collaborator' && !kind.collaborator.includes(action)) return no
  const ungranted =
    kind.team === 'self' ? undefined : either(carriers.map(({ when, scope }) => both([when, scope])))
  const acting = actingTest(person, asked)
  const state = act.state === undefined ? undefined : stateTest(act.state)
  const usual = both([
    ungranted,
    acting,
    teamTest(person, asked),
    patientTest(person, asked, carriers),
    state,
  ])
  const listed = either(carriers.map(({ when }) => when))
  if (kind.assignedTo !== undefined && act.creates)
    return both([listed, acting, assignableTest(book, kind), state])
  const opened = act.beyondReach ? undefined : either([glassTest(person, asked), ownTaskTest(person, asked)])
  return opened === no ? usual : either([usual, both([opened, listed, acting, state])])
}

function moduleIsOn({ catalog, policy }: Book, { module }: Kind, { reads }: Act): boolean {
  if (catalog.modules[module]?.always || policy.modules.includes(module)) return true
  return reads && policy.readOnly.includes(module)
}

function carriersOf(person: Person, asked: Asked): readonly Carrier[] {
  const { name, kind, action } = asked
  const { book, member, grants } = person
  const { catalog, holds } = book
  const carriers: Carrier[] = []
  const add = (permissions: readonly string[], scope: Test, limit: Test) => {
    for (const permission of permissions)
      for (const cover of catalog.permissions[permission]?.covers ?? [])
        if (cover.kind === name && cover.acts.includes(action))
          carriers.push({
            when: whenTest(person, asked, cover.when),
            scope: kind.adminWide && permission === catalog.adminPermission ? undefined : scope,
            limit,
          })
  }
  for (const { grant, role } of grants)
    add(role.permissions, scopeTest(grant, kind), holds(role.tagLimit) ? limitTest(role.tagLimit) : undefined)
  if (member.owner && catalog.adminPermission !== undefined)
    add([catalog.adminPermission], undefined, undefined)
  for (const share of sharesOf(person)) {
    const ticked = share.permissions.filter((permission) => catalog.share.offered.includes(permission))
    add([...catalog.share.always, ...ticked], shareTest(share, asked), undefined)
  }
  return carriers
}

function sharesOf({ book: { policy, holds }, member }: Person) {
  if (member.kind !== 'collaborator') return []
  return policy.shares.filter(
    (share) => share.with === member.id && share.accepted && share.consent && holds(share),
  )
}

/** Creating a record is writing it. */
function mineTest({ member }: Person, { act }: Asked): Test {
  return act.creates ? undefined : ({ owner, author }) => owner === member.id || author === member.id
}

function ownTaskTest(person: Person, asked: Asked): Test {
  return asked.kind.assignedTo === undefined ? no : mineTest(person, asked)
}

function assignableTest({ policy, holds }: Book, { assignedTo = [] }: Kind): Test {
  const isAssignable = (one: Member) => one.status === 'active' && holds(one) && assignedTo.includes(one.kind)
  const assignees = ownedBy(policy.members.filter(isAssignable).map(({ id }) => id))
  return (record) => record.owner == null || assignees(record)
}

function whenTest(person: Person, asked: Asked, when: When | undefined): Test {
  const { member, actingFor } = person
  if (when === undefined) return undefined
  if (when === 'mine') return mineTest(person, asked)
  if (when !== 'own') return stateTest(when)
  if (member.kind !== 'assistant') return ownedBy([member.id])
  return actingFor === undefined ? undefined : ownedBy([actingFor])
}

function stateTest({ field, is }: { readonly field: string; readonly is: boolean | string }): Test {
  if (is === false) return ({ state }) => state?.[field] !== true
  return ({ state }) => state?.[field] === is
}

function scopeTest({ at, tagged }: Grant, { patient }: Kind): Test {
  if (at === undefined && tagged === undefined) return undefined
  const lies = ({ locations, tags }: Pick<RecordFacts, 'locations' | 'tags'>) =>
    (at === undefined || meets(locations, at)) && (tagged === undefined || meets(tags, tagged))
  return patient === 'no' ? lies : (record) => lies(record.patient ?? record)
}

function limitTest(limit: TagLimit | undefined): Test {
  if (limit === undefined) return undefined
  const { match, tags } = limit
  if (tags.length === 0) return ({ patient }) => patient == null
  if (match === 'any') return ({ patient }) => patient == null || meets(patient.tags, tags)
  return ({ patient }) => patient == null || tags.every((tag) => patient.tags.includes(tag))
}

function actingTest(
  { book, member, actingFor, subject, subjectIsAdmin }: Person,
  { name, action, act }: Asked,
): Test {
  if (member.kind !== 'assistant') return actingFor === undefined ? undefined : no
  const isAccountAct = Object.values(book.catalog.permissions).some(
    ({ mark, covers }) =>
      mark === 'account' && covers.some(({ kind, acts }) => kind === name && acts.includes(action)),
  )
  if (subject !== undefined && (!isAccountAct || subjectIsAdmin)) return undefined
  return act.withoutActing ? ownedBy([member.id]) : no
}

// Whose work

function teamTest(person: Person, { kind, act }: Asked): Test {
  const { member, subject, book } = person
  if (kind.team === 'self') return ownedBy(ids(kind.followsPractitioner ? subject : member))
  if (kind.team === 'wide' || member.kind === 'collaborator') return undefined
  const reached = colleagues(person, act.level, (section) => section === kind.section)
  if (kind.team === 'careTeam') return act.reads ? viewsPatient(person) : reachesPatient(person, reached)
  if (kind.team === 'asPatient')
    return both([({ patient }) => patient != null, reachesPatient(person, reached)])
  const owners = reached === 'everyone' ? undefined : ownedBy(reached)
  const ownOnly = kind.note && [member, subject].some((one) => book.holds(one?.ownNotesOnly))
  const viewed = viewsPatient(person)
  const treated = act.creates
    ? either([reachesPatient(person, reached), both([isUntreated, viewed])])
    : viewed
  const patient = kind.patient === 'no' ? undefined : orWithout(treated)
  const inCase: Test = kind.shared === 'through-case' ? (record) => record.case != null : undefined
  return both([owners, ownOnly ? ownedBy(ids(subject)) : undefined, inCase, patient])
}

const isUntreated: Condition = ({ patient }) => patient != null && patient.careTeam.length === 0

function ids(member: Member | undefined): readonly string[] {
  return member === undefined ? [] : [member.id]
}

function orWithout(test: Test): Test {
  return test === undefined ? undefined : (record) => record.patient == null || test(record)
}

function colleagues(
  { book, subject }: Person,
  level: 'view' | 'edit',
  isIn: (section: string) => boolean,
): readonly string[] | 'everyone' {
  const reached = new Set(ids(subject))
  for (const entry of subject?.team ?? []) {
    const isEnough = entry.level === 'edit' || entry.level === level
    if (!isEnough || !book.holds(entry) || (entry.section !== undefined && !isIn(entry.section))) continue
    if (entry.colleague === undefined) return 'everyone'
    reached.add(entry.colleague)
  }
  return [...reached]
}

function reachesPatient({ subject }: Person, reached: readonly string[] | 'everyone'): Test {
  if (reached === 'everyone') return undefined
  const creator = subject?.id
  return ({ patient }) => {
    if (patient == null) return false
    if (patient.careTeam.length > 0) return meets(patient.careTeam, reached)
    return creator !== undefined && patient.createdBy === creator
  }
}

function viewsPatient(person: Person): Test {
  const reaches = reachesPatient(
    person,
    colleagues(person, 'view', () => true),
  )
  return reaches === undefined ? undefined : either([reaches, worklistTest(person)])
}

/** Patients nobody treats, for those who hold a permission for the worklist. */
function worklistTest({ book, member, grants, subjectIsAdmin }: Person): Test {
  const { catalog, holds } = book
  const counts = (permission: string) =>
    member.kind !== 'assistant' || subjectIsAdmin || catalog.permissions[permission]?.mark !== 'account'
  const worklist = catalog.worklist.filter(counts)
  const lists = ({ role }: Person['grants'][number]) =>
    worklist.some((permission) => role.permissions.includes(permission))
  const patients = catalog.kinds[catalog.patientKind ?? '']
  const byGrant = grants
    .filter(lists)
    .map(({ grant, role }) =>
      both([
        patients === undefined ? no : scopeTest(grant, patients),
        holds(role.tagLimit) ? limitTest(role.tagLimit) : undefined,
      ]),
    )
  const isOwner = member.owner && catalog.worklist.includes(catalog.adminPermission ?? '')
  const listed = either([...byGrant, isOwner ? undefined : no])
  return listed === no ? no : both([isUntreated, listed])
}

// Which patients

function patientTest(person: Person, { kind }: Asked, carriers: readonly Carrier[]): Test {
  const { member, subject, book } = person
  if (kind.patient === 'no') return undefined
  const people = [...new Set([member.id, ...ids(subject)])]
  const limits = (member === subject ? [member] : [member, subject]).map((one) =>
    book.holds(one?.tagLimit) ? limitTest(one?.tagLimit) : undefined,
  )
  const isLimited = carriers.some(({ limit }) => limit !== undefined)
  const cut = isLimited
    ? either(carriers.map(({ when, scope, limit }) => both([when, scope, limit])))
    : undefined
  const consent: Test =
    member.kind === 'collaborator' ? ({ patient }) => patient?.consentWithdrawn !== true : undefined
  const isClinical = book.catalog.modules[kind.module]?.clinical === true
  return both([chartTest(people, isClinical), ...limits, orWithout(cut), consent])
}

function chartTest(people: readonly string[], isClinical: boolean): Test {
  const isOn = (list: readonly string[] | null | undefined) =>
    list == null || people.every((id) => list.includes(id))
  if (!isClinical) return ({ patient }) => patient == null || isOn(patient.restrictedTo)
  return ({ patient }) => patient == null || (isOn(patient.restrictedTo) && isOn(patient.clinicalTo))
}

function shareTest({ by, cases }: Policy['shares'][number], { kind, act }: Asked): Test {
  if (kind.shared === 'through-case')
    return (record) => record.case?.owner === by && (cases === 'all' || cases.includes(record.case.id))
  if (kind.shared !== 'as-case') return no
  return ({ id, owner }) => owner === by && (cases === 'all' || act.creates || cases.includes(id))
}

function glassTest({ glass, member }: Person, { kind, act }: Asked): Test {
  if (glass.length === 0 || kind.patient === 'no' || !(act.reads || kind.note)) return no
  const isTheirs: Condition = ({ patient }) => patient != null && glass.includes(patient.id)
  return act.reads ? isTheirs : both([isTheirs, ownedBy([member.id])])
}

// Tests put together

function ownedBy(owners: readonly string[]): Condition {
  const [owner] = owners
  if (owner === undefined) return no
  if (owners.length === 1) return (record) => record.owner === owner
  if (owners.length <= 4) return (record) => record.owner != null && owners.includes(record.owner)
  const set = new Set(owners)
  return (record) => record.owner != null && set.has(record.owner)
}

function meets(list: readonly string[] | null | undefined, wanted: readonly string[]): boolean {
  if (list == null) return false
  for (const one of list) if (wanted.includes(one)) return true
  return false
}

function both(tests: readonly Test[]): Test {
  const asked = tests.filter((test) => test !== undefined)
  const [first, second, third, ...more] = asked
  if (asked.includes(no)) return no
  if (first === undefined || second === undefined) return first
  if (third === undefined) return (record) => first(record) && second(record)
  if (more.length === 0) return (record) => first(record) && second(record) && third(record)
  return (record) => asked.every((test) => test(record))
}

function either(tests: readonly Test[]): Test {
  if (tests.includes(undefined)) return undefined
  const [first, second, ...more] = tests.filter((test) => test !== undefined && test !== no)
  if (first === undefined) return no
  if (second === undefined) return first
  if (more.length === 0) return (record) => first(record) || second(record)
  const all = [first, second, ...more]
  return (record) => all.some((test) => test?.(record) === true)
}
