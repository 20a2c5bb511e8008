/**
 * The meaning of access, written once from the text and as slowly as it reads: nine steps of a decision, in order.
 *
 * Everything that is fast is tested against this page. It knows no kind, permission or role by name, borrows no
 * function from the engine, and is total: whatever it does not know it refuses.
 */
import type { Act, Catalog, Kind, StateRule, Step, When } from '../catalog/catalog.ts'
import type { PatientFacts, RecordFacts } from '../evaluate/facts.ts'
import type { Answer, RecordQuestion } from '../evaluate/question.ts'
import type {
  Grant,
  Instant,
  Member,
  MemberId,
  Policy,
  Role,
  Share,
  Span,
  TagLimit,
  TeamEntry,
} from '../policy/policy.ts'

/** Decide one record: yes, or no with the first of the nine steps that failed. */
export function reference(catalog: Catalog, policy: Policy, question: RecordQuestion): Answer {
  const { record, at } = question
  const member = policy.members.find(({ id }) => id === question.member)
  if (member === undefined || !isActive(member, at)) return no('inactive')

  const row = find(catalog.kinds, record.kind)
  const rule = row && find(row.acts, question.act)
  if (row !== undefined && !moduleIsOn(catalog, policy, row, rule)) return no('module-off')
  if (row === undefined || rule === undefined || !kindMay(member, row, rule, question.act)) return no('kind')

  const hands = member.kind === 'assistant' ? actedFor(policy, member, question.actingFor, at) : member
  const patient = row.patient === 'no' ? undefined : (record.patient ?? undefined)
  const asked: Asked = { catalog, policy, question, at, member, hands, row, rule, record, patient }
  if (!hasPermission(asked)) return no('permission')
  if (!actsRightly(asked)) return no('acting')
  if (!isWithinTeam(asked)) return no('team')
  if (!isWithinPatients(asked)) return no('patient')
  if (!isInState(record, rule.state)) return no('state')
  if (!fieldsAreOpen(asked)) return no('field')
  return { allowed: true }
}

/** Does a member hold literally this permission now? Steps 1 to 5 without a record, in any scope. */
export function referenceHolds(
  catalog: Catalog,
  policy: Policy,
  question: { member: MemberId; actingFor?: MemberId; permission: string; at: Instant },
): Answer {
  const { at, actingFor } = question
  const member = policy.members.find(({ id }) => id === question.member)
  if (member === undefined || !isActive(member, at)) return no('inactive')

  const permission = find(catalog.permissions, question.permission)
  if (permission === undefined) return no('permission')
  const cells = permission.covers.flatMap(({ kind, acts }) =>
    acts.map((act) => {
      const row = find(catalog.kinds, kind)
      return { act, row, rule: row && find(row.acts, act) }
    }),
  )
  if (!cells.some(({ row, rule }) => row && moduleIsOn(catalog, policy, row, rule))) return no('module-off')
  if (!cells.some(({ row, rule, act }) => row && rule && kindMay(member, row, rule, act))) return no('kind')
  if (!holds(catalog, policy, member, question.permission, at)) return no('permission')
  if (member.kind !== 'assistant') return actingFor === undefined ? { allowed: true } : no('acting')
  const practitioner = actedFor(policy, member, actingFor, at)
  if (practitioner === undefined) return no('acting')
  if (permission.mark === 'account' && !isAdmin(catalog, policy, practitioner, at)) return no('acting')
  return { allowed: true }
}

export type WhoCanQuestion = Omit<RecordQuestion, 'member' | 'actingFor'>

/** Everyone who may, in the order of the policy; an assistant if acting for one they manage, or for nobody, may. */
export function referenceWhoCan(
  catalog: Catalog,
  policy: Policy,
  question: WhoCanQuestion,
): readonly MemberId[] {
  const may = (member: MemberId, actingFor?: MemberId) =>
    reference(catalog, policy, { ...question, member, ...(actingFor !== undefined && { actingFor }) }).allowed
  return policy.members
    .filter(
      ({ id, kind, manages }) =>
        may(id) || (kind === 'assistant' && manages.some(({ practitioner }) => may(id, practitioner))),
    )
    .map(({ id }) => id)
}

/** A question whose member, kind and act are known. */
interface Asked {
  readonly catalog: Catalog
  readonly policy: Policy
  readonly question: RecordQuestion
  readonly at: Instant
  readonly member: Member
  /** Whose reach counts: the member's own, or for an assistant that of the practitioner rightly acted for. */
  readonly hands: Member | undefined
  readonly row: Kind
  readonly rule: Act
  readonly record: RecordFacts
  readonly patient: PatientFacts | undefined
}

/** Step 1. Active, within one's own dates, and with an account (an integration: a living key). */
function isActive(member: Member, at: Instant): boolean {
  return member.status === 'active' && member.account && isDuring(member, at)
}

/** Step 2. The module is always on, or on, or read-only while the act looks. */
function moduleIsOn({ modules }: Catalog, policy: Policy, { module }: Kind, rule: Act | undefined): boolean {
  if (find(modules, module)?.always || policy.modules.includes(module)) return true
  return policy.readOnly.includes(module) && rule?.reads === true
}

/** Step 3. Kind is a ceiling: what it may never do, no role lifts; a collaborator may only what is listed. */
function kindMay({ kind }: Member, row: Kind, rule: Act, act: string): boolean {
  return !rule.never.includes(kind) && (kind !== 'collaborator' || row.collaborator.includes(act))
}

/** Step 4. Something held now lists the act, in the record's state and its own scope. One's own needs nothing. */
function hasPermission(asked: Asked): boolean {
  return asked.row.team === 'self' || carriers(asked, asked.question.act).length > 0
}

/**
 * Step 5. Only an assistant acts for another, and must, for someone they manage; account acts ask for an admin there.
 * For their own account and their own tasks they need nobody.
 */
function actsRightly({ catalog, policy, question, at, member, hands, rule, record }: Asked): boolean {
  if (member.kind !== 'assistant') return question.actingFor === undefined
  if (rule.withoutActing && owns(member, record)) return true
  return hands !== undefined && (!isAccountAct(catalog, question) || isAdmin(catalog, policy, hands, at))
}

/** Step 6. The owner is within team access at the level of the act, and viewing the patient would pass as well. */
function isWithinTeam(asked: Asked): boolean {
  const { at, member, hands, row, rule, record, patient } = asked
  if (row.team === 'self') return owns(row.followsPractitioner ? hands : member, record)
  if (row.team === 'wide' || member.kind === 'collaborator' || glassOpens(asked) || rule.beyondReach)
    return true
  if (row.assignedTo && rule.creates) return record.owner == null || isAssignable(asked, record.owner)
  if (isOwnTask(asked)) return true
  if (hands === undefined) return false
  if (row.shared === 'through-case' && record.case == null) return false
  // *Own notes only*, the assistant's or the practitioner's, beats team access.
  const ownNotesOnly = [member, hands].some((person) => isDuring(person.ownNotesOnly, at))
  if (row.note && ownNotesOnly && !owns(hands, record)) return false
  const reach: Reach = { self: hands.id, team: hands.team.filter((entry) => isDuring(entry, at)) }
  const needed: Needed = { section: row.section, level: rule.level }
  if (row.team === 'owner') {
    if (!owns(hands, record) && !reaches(reach.team, record.owner ?? undefined, needed)) return false
    // Its owner joins the care team, so it is created only with *edit* of the patient. Without a care team, viewing is enough to take a patient on.
    if (rule.creates && patient !== undefined && patient.careTeam.length > 0)
      return reachesPatient(reach, patient, { section: row.section, level: 'edit' })
    return patient === undefined || patientIsViewable(asked, reach, patient)
  }
  if (patient === undefined) return false
  if (row.team === 'careTeam' && rule.reads) return patientIsViewable(asked, reach, patient)
  return reachesPatient(reach, patient, needed)
}

/** Step 7. Shares, restricted charts, the person's tag limits, and one carrying grant whose role's limit is met. */
function isWithinPatients(asked: Asked): boolean {
  const { catalog, at, member, hands, row, rule, patient } = asked
  if (row.team === 'self' || glassOpens(asked) || rule.beyondReach || isOwnTask(asked)) return true
  const carrying = carriers(asked, asked.question.act)
  if (member.kind === 'collaborator' && !carrying.some(({ share }) => share && shareCovers(asked, share)))
    return false
  if (patient === undefined) return true
  if (member.kind === 'collaborator' && patient.consentWithdrawn) return false

  // An assistant needs both themselves and the practitioner on the list.
  const people = member.kind === 'assistant' ? [member, hands] : [member]
  const isOn = (list: readonly MemberId[]) => people.every((person) => person && list.includes(person.id))
  if (patient.restrictedTo && !isOn(patient.restrictedTo)) return false
  if (patient.clinicalTo && find(catalog.modules, row.module)?.clinical && !isOn(patient.clinicalTo))
    return false

  if (!people.every((person) => meetsLimit(person?.tagLimit, patient, at))) return false
  return carrying.some(({ limit }) => meetsLimit(limit, patient, at))
}

/** Step 8 is this, with the state the act asks for: a property has its value; `false` also when it is missing. */
function isInState({ state }: RecordFacts, rule: StateRule | undefined): boolean {
  if (rule === undefined) return true
  const value = state && Object.hasOwn(state, rule.field) ? state[rule.field] : undefined
  return rule.is === false ? (value ?? false) === false : value === rule.is
}

/** Step 9. Hidden prices close some kinds whole; each field named must be known and open. */
function fieldsAreOpen(asked: Asked): boolean {
  const { catalog, policy, question, at, member, hands, row, record } = asked
  const hidesPrices =
    isDuring(member.hidePrices, at) ||
    member.grants.some((grant) => isDuring(grant, at) && isDuring(roleOf(policy, grant)?.hidePrices, at))
  if (row.priced && hidesPrices) return false
  return (question.fields ?? []).every((name) => {
    const field = find(catalog.fields, name)
    if (field?.closedBy === 'hidePrices') return !hidesPrices
    if (field?.closedBy === 'act') return carriers(asked, field.act).length > 0
    return field?.closedBy === 'owner' && owns(hands, record)
  })
}

/** What a member holds at an instant: permissions, each bundle with its own scope and its role's tag limit. */
interface Holding {
  readonly permissions: readonly string[]
  readonly scope?: Grant
  readonly limit?: TagLimit | undefined
  readonly share?: Share
}

/** Grants unite; ownership is an unscoped admin permission; a collaborator holds live shares and nothing else. */
function holdings(catalog: Catalog, policy: Policy, member: Member, at: Instant): Holding[] {
  if (member.kind === 'collaborator')
    return policy.shares
      .filter((share) => share.with === member.id && share.accepted && share.consent && isDuring(share, at))
      .map((share) => {
        const ticked = share.permissions.filter((permission) => catalog.share.offered.includes(permission))
        return { permissions: [...catalog.share.always, ...ticked], share }
      })
  const grants: Holding[] = member.grants
    .filter((grant) => isDuring(grant, at))
    .map((grant) => {
      const role = roleOf(policy, grant)
      return { permissions: role?.permissions ?? [], scope: grant, limit: role?.tagLimit }
    })
  const { adminPermission } = catalog
  if (member.owner && adminPermission !== undefined) grants.push({ permissions: [adminPermission] })
  return grants
}

/**
 * The holdings that carry an act on the record. A broken glass skips their scope, and nothing else of them; so do one's
 * own tasks, and the act that breaks the glass.
 */
function carriers(asked: Asked, act: string): Holding[] {
  const { catalog, policy, at, member, rule, record, patient } = asked
  const skipsScope = glassOpens(asked) || rule.beyondReach || isOwnTask(asked)
  const lists = (permission: string) =>
    find(catalog.permissions, permission)?.covers.some(
      ({ kind, acts, when }) => kind === record.kind && acts.includes(act) && isMet(asked, when),
    )
  // An admin reaches members and roles whatever the scope; the scope narrows what they give.
  const admin = asked.row.adminWide ? catalog.adminPermission : undefined
  const isAdminOfAll = (permissions: readonly string[]) =>
    admin !== undefined && permissions.includes(admin) && lists(admin) === true
  return holdings(catalog, policy, member, at).filter(
    ({ permissions, scope }) =>
      permissions.some(lists) &&
      (skipsScope || isAdminOfAll(permissions) || isInScope(scope, patient ?? record)),
  )
}

/**
 * `own`: owned by oneself; for an assistant by the practitioner named, and naming nobody it counts as matching.
 */
function isMet(asked: Asked, when: When | undefined): boolean {
  const { question, member, record } = asked
  if (when === 'mine') return isMine(asked)
  if (when !== 'own') return isInState(record, when)
  if (member.kind !== 'assistant') return record.owner === member.id
  return question.actingFor === undefined || record.owner === question.actingFor
}

/** Assigned to or written by the person signed in; creating a record is writing it. */
function isMine({ member, rule, record }: Asked): boolean {
  return rule.creates || record.owner === member.id || record.author === member.id
}

function isOwnTask(asked: Asked): boolean {
  return asked.row.assignedTo !== undefined && isMine(asked)
}

/** An active member of a kind that it may be assigned to. Whether they have an account is not asked. */
function isAssignable({ policy, at, row }: Asked, assignee: MemberId): boolean {
  const member = policy.members.find(({ id }) => id === assignee)
  if (member === undefined || member.status !== 'active' || !isDuring(member, at)) return false
  return row.assignedTo?.includes(member.kind) === true
}

/** A scope names locations, tags or both; of each, one must be the patient's (or the record's, if it has none). */
function isInScope(scope: Grant | undefined, place: Pick<RecordFacts, 'locations' | 'tags'>): boolean {
  if (scope?.at && !scope.at.some((location) => place.locations?.includes(location))) return false
  return !scope?.tagged || scope.tagged.some((tag) => place.tags?.includes(tag))
}

/** The practitioner an assistant acts for: managed at that instant, and neither locked nor archived. */
function actedFor(
  policy: Policy,
  assistant: Member,
  actingFor: MemberId | undefined,
  at: Instant,
): Member | undefined {
  if (!assistant.manages.some((link) => link.practitioner === actingFor && isDuring(link, at)))
    return undefined
  const named = policy.members.find(({ id }) => id === actingFor)
  const stands = named?.kind === 'practitioner' && named.status !== 'locked' && named.status !== 'archived'
  return stands ? named : undefined
}

/** An account act is one that some account-marked permission covers. */
function isAccountAct({ permissions }: Catalog, { record, act }: RecordQuestion): boolean {
  return Object.values(permissions).some(
    ({ mark, covers }) =>
      mark === 'account' && covers.some((cover) => cover.kind === record.kind && cover.acts.includes(act)),
  )
}

/** An admin holds the admin permission now, in any scope, or is the owner. */
function isAdmin(catalog: Catalog, policy: Policy, member: Member, at: Instant): boolean {
  const { adminPermission: admin } = catalog
  return admin !== undefined && holds(catalog, policy, member, admin, at)
}

function holds(catalog: Catalog, policy: Policy, member: Member, permission: string, at: Instant): boolean {
  return holdings(catalog, policy, member, at).some(({ permissions }) => permissions.includes(permission))
}

/** Whose reach is asked about: their own work, and the entries of their team access that are valid now. */
interface Reach {
  readonly self: MemberId
  readonly team: readonly TeamEntry[]
}

/** What a kind and an act ask of team access. */
interface Needed {
  readonly section?: string | undefined
  readonly level: 'view' | 'edit'
}

/** Team access to one colleague's work; work that is nobody's is reached by *all team members* alone. */
function reaches(team: readonly TeamEntry[], colleague: MemberId | undefined, { section, level }: Needed) {
  return team.some(
    (entry) =>
      (entry.colleague === undefined || entry.colleague === colleague) &&
      (entry.section === undefined || entry.section === section) &&
      (entry.level === 'edit' || entry.level === level),
  )
}

/** A patient is reached as anyone of the care team is; one nobody treats, by *all team members* and the creator. */
function reachesPatient(reach: Reach, { careTeam, createdBy }: PatientFacts, needed: Needed): boolean {
  if (careTeam.length === 0) return createdBy === reach.self || reaches(reach.team, undefined, needed)
  return careTeam.some((colleague) => colleague === reach.self || reaches(reach.team, colleague, needed))
}

/**
 * Viewing a patient also passes as basic record (reach into any section of a colleague who treats them), and, when
 * nobody does, as worklist of whoever holds one of its permissions where the patient is. An assistant's permission for
 * account acts counts only while they act for an admin.
 */
function patientIsViewable(asked: Asked, reach: Reach, patient: PatientFacts): boolean {
  const { catalog, policy, at, member, hands } = asked
  const section = find(catalog.kinds, catalog.patientKind ?? '')?.section
  if (reachesPatient(reach, patient, { section, level: 'view' })) return true
  if (patient.careTeam.length > 0) {
    const sections = reach.team.map((entry) => entry.section)
    return sections.some((each) => reachesPatient(reach, patient, { section: each, level: 'view' }))
  }
  const actsForAdmin = hands !== undefined && isAdmin(catalog, policy, hands, at)
  const isWorklist = (permission: string) =>
    catalog.worklist.includes(permission) &&
    (member.kind !== 'assistant' || actsForAdmin || find(catalog.permissions, permission)?.mark !== 'account')
  return holdings(catalog, policy, member, at).some(
    ({ permissions, scope, limit }) =>
      permissions.some(isWorklist) && isInScope(scope, patient) && meetsLimit(limit, patient, at),
  )
}

/** A share covers the inviting practitioner's cases, chosen or all, and what belongs to them; a new case joins it. */
function shareCovers({ row, rule, record }: Asked, { by, cases }: Share): boolean {
  const shared = row.shared === 'as-case' ? record : row.shared === 'through-case' ? record.case : undefined
  if (!shared || shared.owner !== by) return false
  return cases === 'all' || cases.includes(shared.id) || (row.shared === 'as-case' && rule.creates)
}

/** An open glass lets practitioners and administrative staff look at all of that patient, and do their own notes. */
function glassOpens({ policy, at, member, row, rule, record, patient }: Asked): boolean {
  if (member.kind !== 'practitioner' && member.kind !== 'administrative') return false
  const isOpen = policy.glass.some(
    (glass) => glass.member === member.id && glass.patient === patient?.id && isDuring(glass, at),
  )
  return isOpen && (rule.reads || (row.note && owns(member, record)))
}

/** A tag limit lets through who carries one of its tags (or every one); a limit without tags reaches nobody. */
function meetsLimit(limit: TagLimit | undefined, { tags }: PatientFacts, at: Instant): boolean {
  if (limit === undefined || !isDuring(limit, at)) return true
  if (limit.match === 'any') return limit.tags.some((tag) => tags.includes(tag))
  return limit.tags.length > 0 && limit.tags.every((tag) => tags.includes(tag))
}

function owns(person: Member | undefined, record: RecordFacts): boolean {
  return person !== undefined && record.owner === person.id
}

function roleOf(policy: Policy, grant: Grant): Role | undefined {
  return policy.roles.find(({ id }) => id === grant.role)
}

/** `from` is inside, `until` is not; what was never set holds at no time. */
function isDuring(span: Span | undefined, at: Instant): boolean {
  return span !== undefined && (span.from ?? -Infinity) <= at && at < (span.until ?? Infinity)
}

/** A row of a table by a name that may be anything, `constructor` included. */
function find<Row>(table: Readonly<Record<string, Row>>, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function no(step: Step): Answer {
  return { allowed: false, step }
}
