/**
 * The nine steps as conditions on a record, for one standing and one act.
 *
 * Each function is one step. What a step needs of the policy is settled here; what it needs of the record stays a
 * condition. A broken glass widens steps 4, 6 and 7 and nothing else.
 */
import type { Cell, Field, MemberKind, Step, When } from '../catalog/catalog.ts'
import type { Grant, MemberId, Share, TagLimit } from '../policy/policy.ts'
import type { Snapshot, Whens } from '../policy/snapshot.ts'
import { all, always, any, type Condition, never, ownedBy, tagged, treatedBy } from './condition.ts'
import type { Carrier } from './plan.ts'
import type { HeldGrant, Standing } from './standing.ts'

/** A grant or share that lists a permission for the act, and what it asks of the record. */
export interface Carrying {
  readonly id: string
  /** State and scope. */
  readonly scoped: Condition
  /** State alone: what is left under a broken glass. */
  readonly unscoped: Condition
  readonly tagLimit?: TagLimit | undefined
  readonly grant?: HeldGrant
  readonly share?: Share
}

/** One act of one member, with the carriers found for it. */
export interface Asked {
  readonly standing: Standing
  readonly cell: Cell
  readonly carrying: readonly Carrying[]
  /** Records a broken glass opens. */
  readonly glass: Condition
  readonly fields: readonly string[]
}

export function asked(standing: Standing, cell: Cell, fields: readonly string[]): Asked {
  return { standing, cell, carrying: carryingOf(standing, cell), glass: glassOf(standing, cell), fields }
}

/** The records each grant or share carries the act for, its own role's tag limit included. */
export function carriersOf({ carrying, glass }: Asked): readonly Carrier[] {
  return carrying.map(({ id, scoped, unscoped, tagLimit }) => ({
    id,
    condition: any([all([scoped, patientMeets(tagLimit)]), all([glass, unscoped])]),
  }))
}

/** The conditions of the steps, in order, worked out as they are asked for. */
export const stepConditions: readonly { readonly step: Step; readonly of: (asked: Asked) => Condition }[] = [
  { step: 'inactive', of: ({ standing }) => (standing.active ? always : never) },
  { step: 'module-off', of: modulePasses },
  { step: 'kind', of: kindPasses },
  { step: 'permission', of: permissionPasses },
  { step: 'acting', of: actingPasses },
  { step: 'team', of: teamPasses },
  { step: 'patient', of: patientPasses },
  { step: 'state', of: ({ cell: { rule } }) => (rule.state === undefined ? always : stateIs(rule.state)) },
  { step: 'field', of: fieldPasses },
]

function modulePasses({ standing: { snapshot }, cell }: Asked): Condition {
  return moduleOpen(snapshot, cell) ? always : never
}

/** Whether a module is on, or read-only for an act that reads. */
export function moduleOpen({ modulesOn, modulesReadOnly }: Snapshot, { row, rule }: Cell): boolean {
  return modulesOn.has(row.module) || (modulesReadOnly.has(row.module) && rule.reads)
}

function kindPasses({ standing: { member }, cell }: Asked): Condition {
  return member !== undefined && withinCeiling(member.kind, cell) ? always : never
}

/** Whether a kind of member may be given an act at all. */
export function withinCeiling(kind: MemberKind, { row, rule, act }: Cell): boolean {
  return !rule.never.includes(kind) && (kind !== 'collaborator' || row.collaborator.includes(act))
}

// Step 4: permission

function permissionPasses({ carrying, glass }: Asked): Condition {
  const scoped = any(carrying.map((carrier) => carrier.scoped))
  if (glass.is === 'never') return scoped
  return any([scoped, all([glass, any(carrying.map((carrier) => carrier.unscoped))])])
}

function carryingOf(standing: Standing, cell: Cell): readonly Carrying[] {
  const { snapshot, member } = standing
  if (member === undefined) return []
  if (cell.row.team === 'self' && cell.covers.length === 0)
    return [{ id: 'own', scoped: always, unscoped: always }]
  const found: Carrying[] = []
  if (member.owner && snapshot.ownership.has(cell))
    found.push({ id: 'ownership', scoped: always, unscoped: always })
  for (const held of standing.grants) {
    const whens = held.role.covers.get(cell)
    if (whens === undefined) continue
    const unscoped = whenPasses(standing, whens)
    const scoped = all([unscoped, scopePasses(held, cell)])
    found.push({ id: held.grant.id, scoped, unscoped, tagLimit: held.tagLimit, grant: held })
  }
  for (const share of standing.shares)
    if (shareLists(standing, share, cell))
      found.push({ id: share.id, scoped: always, unscoped: always, share })
  return found
}

function shareLists({ snapshot: { catalog } }: Standing, share: Share, cell: Cell): boolean {
  const ticked = share.permissions.filter((permission) => catalog.share.offered.includes(permission))
  const listed = [...catalog.share.always, ...ticked]
  return cell.covers.some((cover) => listed.includes(cover.permission))
}

function whenPasses(standing: Standing, whens: Whens): Condition {
  return whens.length === 0 ? always : any(whens.map((when) => oneWhenPasses(standing, when)))
}

function oneWhenPasses({ who, member }: Standing, when: When): Condition {
  if (when === 'mine') return any([ownedBy([who.member]), { is: 'author-in', ids: [who.member] }])
  if (when !== 'own') return stateIs(when)
  if (member?.kind !== 'assistant') return ownedBy([who.member])
  // Acting for nobody it counts as matching, so that the refusal is `acting` and not a missing permission.
  return who.actingFor === undefined ? always : ownedBy([who.actingFor])
}

function stateIs({ field, is }: { readonly field: string; readonly is: boolean | string }): Condition {
  return { is: 'state', field, equals: is }
}

/** A record lies in a scope when its patient does; without a patient, when it does itself. */
function scopePasses(held: HeldGrant, { row }: Cell): Condition {
  if (held.grant.at === undefined && held.grant.tagged === undefined) return always
  const key = row.patient === 'maybe' ? 'yes' : row.patient
  held.scopes[key] ??= scopeOf(held.grant, key)
  return held.scopes[key]
}

function scopeOf({ at, tagged: tags }: Grant, has: 'itself' | 'yes' | 'no'): Condition {
  if (at?.length === 0 || tags?.length === 0) return never
  const patient = all([
    at === undefined ? always : { is: 'patient-at', locations: at },
    tags === undefined ? always : tagged('any', tags),
  ])
  if (has === 'itself') return patient
  const record = all([
    has === 'no' ? always : { is: 'patient-missing' },
    at === undefined ? always : { is: 'record-at', locations: at },
    tags === undefined ? always : { is: 'record-tagged', tags },
  ])
  return has === 'no' ? record : any([patient, record])
}

/** What a broken glass opens: looking at the patient and all that is theirs, and one's own note about them. */
function glassOf({ glass, who }: Standing, { row, rule }: Cell): Condition {
  if (glass.length === 0 || row.patient === 'no') return never
  const theirs: Condition = { is: 'patient-in', ids: glass }
  if (rule.reads) return theirs
  return row.note ? all([theirs, ownedBy([who.member])]) : never
}

// Step 5: acting

function actingPasses({ standing, cell }: Asked): Condition {
  const { member, subject, subjectIsAdmin, who } = standing
  if (member?.kind !== 'assistant') return who.actingFor === undefined ? always : never
  if (subject !== undefined && (!cell.account || subjectIsAdmin)) return always
  return cell.rule.withoutActing ? ownedBy([who.member]) : never
}

// Step 6: whose work

function teamPasses(question: Asked): Condition {
  const { standing, cell, glass } = question
  if (standing.member?.kind === 'collaborator' && cell.row.team !== 'self') return always
  return any([glass, assignedToAssistant(standing, cell), teamReaches(question)])
}

/** A task given to an assistant is their own work, whoever they act for, its patient included. */
function assignedToAssistant({ member, who }: Standing, { row }: Cell): Condition {
  const assignable = Object.values(row.acts).some((act) => act.withoutActing)
  return member?.kind === 'assistant' && row.team === 'owner' && assignable ? ownedBy([who.member]) : never
}

function teamReaches({ standing, cell: { row, rule } }: Asked): Condition {
  const { who, subject } = standing
  switch (row.team) {
    case 'wide':
      return always
    case 'self':
      return ownedBy(row.followsPractitioner ? idsOf(subject) : [who.member])
    case 'careTeam':
      return rule.reads ? viewsPatient(standing) : reachesPatient(standing, row.section, rule.level)
    case 'asPatient':
      return all([{ is: 'patient-present' }, reachesPatient(standing, row.section, rule.level)])
    case 'owner':
      return all([
        ownerReached(standing, row.section, rule.level),
        row.note && standing.ownNotesOnly ? ownedBy(idsOf(subject)) : always,
        row.patient === 'no' ? always : any([{ is: 'patient-missing' }, viewsPatient(standing)]),
      ])
  }
}

function idsOf(person: { readonly id: MemberId } | undefined): readonly MemberId[] {
  return person === undefined ? [] : [person.id]
}

/** The colleagues reached in a section at a level, oneself among them; `everyone` for *all team members*. */
function colleagues(
  { team, subject }: Standing,
  level: 'view' | 'edit',
  inSection: (section: string | undefined) => boolean,
): readonly MemberId[] | 'everyone' {
  const ids = new Set(idsOf(subject))
  for (const entry of team) {
    if (level === 'edit' && entry.level !== 'edit') continue
    if (entry.section !== undefined && !inSection(entry.section)) continue
    if (entry.colleague === undefined) return 'everyone'
    ids.add(entry.colleague)
  }
  return [...ids]
}

/** Conditions that many acts share are made once per standing. */
function remembered({ made }: Standing, key: string, make: () => Condition): Condition {
  let condition = made.get(key)
  if (condition === undefined) {
    condition = make()
    made.set(key, condition)
  }
  return condition
}

function ownerReached(standing: Standing, section: string | undefined, level: 'view' | 'edit'): Condition {
  return remembered(standing, `owner ${section} ${level}`, () => {
    const ids = colleagues(standing, level, (one) => one === section)
    return ids === 'everyone' ? always : ownedBy(ids)
  })
}

function reachesPatient(standing: Standing, section: string | undefined, level: 'view' | 'edit'): Condition {
  return remembered(standing, `patient ${section} ${level}`, () => {
    const ids = colleagues(standing, level, (one) => one === section)
    return ids === 'everyone' ? always : any([treatedBy(ids), untreatedCreated(standing)])
  })
}

/** Viewing the patient: reach into any section is enough for the basic record, and so is a worklist. */
function viewsPatient(standing: Standing): Condition {
  return remembered(standing, 'views', () => {
    const ids = colleagues(standing, 'view', () => true)
    return ids === 'everyone' ? always : any([treatedBy(ids), untreatedCreated(standing), worklist(standing)])
  })
}

function untreatedCreated({ subject }: Standing): Condition {
  return subject === undefined ? never : all([{ is: 'untreated' }, { is: 'created-by', ids: [subject.id] }])
}

function worklist({ snapshot: { catalog }, grants, member }: Standing): Condition {
  const { worklist: permissions, adminPermission } = catalog
  if (member?.owner === true && permissions.some((id) => id === adminPermission)) return { is: 'untreated' }
  const patientCell = cellOfPatients(catalog)
  if (patientCell === undefined) return never
  const listing = grants.filter(({ role }) => permissions.some((id) => role.permissions.has(id)))
  return all([
    { is: 'untreated' },
    any(listing.map((held) => all([scopePasses(held, patientCell), limitPasses(held.tagLimit)]))),
  ])
}

function cellOfPatients({ patientKind, cells }: Standing['snapshot']['catalog']): Cell | undefined {
  return patientKind === undefined ? undefined : cells.get(patientKind)?.values().next().value
}

// Step 7: which patients

function patientPasses({ standing, cell, carrying, glass }: Asked): Condition {
  const parts: Condition[] = []
  if (cell.row.patient !== 'no') {
    const reached = patientReached(standing, cell, carrying)
    parts.push(reached.is === 'always' ? always : any([{ is: 'patient-missing' }, reached]))
  }
  if (standing.member?.kind === 'collaborator' && cell.row.shared !== undefined)
    parts.push(
      any(
        carrying.map((carrier) => (carrier.share === undefined ? never : shareCovers(carrier.share, cell))),
      ),
    )
  return any([glass, all(parts)])
}

function patientReached(standing: Standing, { row }: Cell, carrying: readonly Carrying[]): Condition {
  const clinical = standing.snapshot.catalog.modules[row.module]?.clinical === true
  const open = remembered(standing, `open ${clinical}`, () => chartOpen(standing, clinical))
  const limited = carrying.some((carrier) => carrier.tagLimit !== undefined)
  return all([
    open,
    limited ? any(carrying.map((carrier) => all([carrier.scoped, limitPasses(carrier.tagLimit)]))) : always,
    standing.member?.kind === 'collaborator' && row.shared !== undefined ? { is: 'consent-kept' } : always,
  ])
}

/** Restricted charts and the limits set on people: what closes a patient whatever carries the act. */
function chartOpen(standing: Standing, clinical: boolean): Condition {
  const { tagLimits } = standing
  return all([
    chartOpenAt(standing, 'whole'),
    clinical ? chartOpenAt(standing, 'clinical') : always,
    ...tagLimits.map(({ limit }) => limitPasses(limit)),
  ])
}

/** An assistant needs both themselves and the practitioner on the list, so acting for nobody is not enough. */
function chartOpenAt({ who, subject }: Standing, level: 'whole' | 'clinical'): Condition {
  if (subject === undefined) return { is: 'chart-unrestricted', level }
  return { is: 'chart-open', level, ids: [...new Set([who.member, subject.id])] }
}

/** A limit speaks of patients: a record without one meets it. */
function patientMeets(limit: TagLimit | undefined): Condition {
  return limit === undefined ? always : any([{ is: 'patient-missing' }, limitPasses(limit)])
}

function limitPasses(limit: TagLimit | undefined): Condition {
  return limit === undefined ? always : tagged(limit.match, limit.tags)
}

function shareCovers(share: Share, { row, rule }: Cell): Condition {
  if (row.shared === 'through-case')
    return all([
      { is: 'case-owner-in', ids: [share.by] },
      share.cases === 'all' ? always : { is: 'case-in', ids: share.cases },
    ])
  // A new order joins the share it is added under: it is on no list yet.
  const cases = rule.creates ? 'all' : share.cases
  return all([ownedBy([share.by]), cases === 'all' ? always : { is: 'id-in', ids: cases }])
}

// Step 9: fields

function fieldPasses(question: Asked): Condition {
  const { standing, cell, fields } = question
  if (cell.row.priced && standing.pricesHiddenBy.length > 0) return never
  return all(
    fields.map((name) => {
      const { fields: known } = standing.snapshot.catalog
      const field = Object.hasOwn(known, name) ? known[name] : undefined
      return field === undefined ? never : oneFieldPasses(question, field)
    }),
  )
}

function oneFieldPasses({ standing, cell, glass }: Asked, field: Field): Condition {
  switch (field.closedBy) {
    case 'hidePrices':
      return standing.pricesHiddenBy.length === 0 ? always : never
    case 'owner':
      return ownedBy(idsOf(standing.subject))
    case 'act': {
      const needed = standing.snapshot.catalog.cells.get(cell.kind)?.get(field.act)
      if (needed === undefined) return never
      return permissionPasses({
        standing,
        cell: needed,
        carrying: carryingOf(standing, needed),
        glass,
        fields: [],
      })
    }
  }
}
