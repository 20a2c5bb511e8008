/**
 * What a catalogue is. The engine knows no kind, act or permission by name: it reads them from one of these.
 *
 * `defineCatalog` is the only way to make one. It works out, for every kind and act, which permissions cover it,
 * and refuses a table that contradicts itself, so that a slip in the vocabulary stops the program and not a decision.
 */
import type { Verb } from './verb.ts'

/** What a member can be at all. A ceiling: no role lifts it. */
export const memberKinds = [
  'practitioner',
  'administrative',
  'assistant',
  'collaborator',
  'integration',
] as const
export type MemberKind = (typeof memberKinds)[number]

/** The nine steps of a decision, in the order they are asked. A refusal names the first that failed. */
export const steps = [
  'inactive',
  'module-off',
  'kind',
  'permission',
  'acting',
  'team',
  'patient',
  'state',
  'field',
] as const
export type Step = (typeof steps)[number]

/** A property of a record and the value it must have. `false` also holds when the property is missing. */
export interface StateRule {
  readonly field: string
  readonly is: boolean | string
}

/**
 * Narrows what a permission covers: `own` (owned by the member, or by the practitioner an assistant acts for),
 * `mine` (assigned to or created by the member; creating one is being its author), or a state of the record.
 */
export type When = 'own' | 'mine' | StateRule

/** One verb on one kind. */
export interface Act {
  /** How sentences say it: `edit`, `edited`, `editing`. */
  readonly verb: Verb
  /** The looking act of its kind: what a read-only module, a broken glass and a basic record still allow. */
  readonly reads: boolean
  /** The act that makes a new one: the record is judged as it would become. */
  readonly creates: boolean
  /** The team-access level it needs. */
  readonly level: 'view' | 'edit'
  /** Step 8: the state the record must be in. */
  readonly state?: StateRule
  /** Step 3: kinds of member that may never do it. */
  readonly never: readonly MemberKind[]
  /** Step 5: an assistant may do it to what is their own, acting for nobody. */
  readonly withoutActing: boolean
  /** It opens a closed patient, so it is judged without grant scope, team access and limits on patients. */
  readonly beyondReach: boolean
}

/** One kind of record, with everything a decision needs to know about it. */
export interface Kind {
  readonly label: string
  /** How a sentence speaks of one: `a note`, `billing analytics`. */
  readonly noun: string
  /** How a sentence speaks of all: `notes`, `billing analytics`. */
  readonly plural: string
  readonly module: string
  /** `itself`: the record is the patient. `maybe`: some have one, some do not. */
  readonly patient: 'itself' | 'yes' | 'maybe' | 'no'
  /**
   * What step 6 looks at: the patient's care team, the record's owner, its patient, nothing (practice-wide),
   * or whether it is the member's own.
   */
  readonly team: 'careTeam' | 'owner' | 'asPatient' | 'wide' | 'self'
  /** The section of team access it belongs to. */
  readonly section?: string
  /**
   * Its owner is an assignee: an active member of one of these kinds, or missing. The assignee and the author pass
   * step 6, step 7 and grant scope, and an assignee is not on the care team. Missing: its owner is the responsible
   * practitioner, who is on the care team of its patient.
   */
  readonly assignedTo?: readonly MemberKind[]
  readonly acts: Readonly<Record<string, Act>>
  /**
   * The values of a record's `status`, in the order a record usually goes through them; `N` stands for a number. Empty
   * for kinds without a status.
   */
  readonly statuses: readonly string[]
  /** Step 3: the only acts a collaborator may do. */
  readonly collaborator: readonly string[]
  /** Narrowed by *own notes only*; one's own may be written under a broken glass. */
  readonly note: boolean
  /** An admin reaches it whatever the scope they are admin in; what they give is narrowed to that scope instead. */
  readonly adminWide: boolean
  /** Refused whole under `hidePrices`. */
  readonly priced: boolean
  /** How a share covers it: as the case, or through the case it belongs to. */
  readonly shared?: 'as-case' | 'through-case'
  /** For kinds of `self`: an assistant's is the one of the practitioner they act for. */
  readonly followsPractitioner: boolean
}

/** Acts a permission covers on one kind. */
export interface Covers {
  readonly kind: string
  readonly acts: readonly string[]
  readonly when?: When
}

export interface Permission {
  readonly label: string
  /** One sentence: what it lets a person do. */
  readonly meaning: string
  /** Account acts through an assistant also need the practitioner acted for to be an admin. */
  readonly mark: 'record' | 'account'
  readonly covers: readonly Covers[]
  /** Acts one needs as well for this one to be of use. Any permission that covers them will do. */
  readonly needs: readonly Covers[]
  /** Whether it is a row of the published matrix of thirty. */
  readonly published: boolean
}

export interface CatalogRole {
  readonly label: string
  readonly description: string
  readonly fits: readonly MemberKind[]
  readonly permissions: readonly string[]
  /** Permissions of it that go beyond the published matrix. */
  readonly beyond: readonly string[]
  /** Other ids the same role goes by. */
  readonly alsoCalled: readonly string[]
}

/** A job title decides nothing; it recommends. */
export interface JobTitle {
  readonly label: string
  readonly kind: MemberKind
  readonly roles: readonly string[]
  readonly team: 'own' | 'all-view' | 'all-edit'
  /** Why this is recommended, in a sentence. */
  readonly reason: string
}

export interface Module {
  readonly label: string
  /** Never off. */
  readonly always: boolean
  /** Closed by a chart restricted to *clinical content*. */
  readonly clinical: boolean
}

/**
 * A field that some limit can close. `hidePrices`: closed by that flag. `act`: needs a permission for that act on the
 * record's kind. `owner`: open to the owner alone.
 */
export type Field =
  | { readonly label: string; readonly closedBy: 'hidePrices' }
  | { readonly label: string; readonly closedBy: 'act'; readonly act: string }
  | { readonly label: string; readonly closedBy: 'owner' }

/** The tables a catalogue is written as. */
export interface CatalogTables {
  readonly modules: Readonly<Record<string, Module>>
  readonly sections: readonly string[]
  readonly kinds: Readonly<Record<string, Kind>>
  readonly permissions: Readonly<Record<string, Permission>>
  readonly roles: Readonly<Record<string, CatalogRole>>
  readonly jobTitles: Readonly<Record<string, JobTitle>>
  readonly fields: Readonly<Record<string, Field>>
  /** The kind whose records are patients, if there is one. */
  readonly patientKind?: string
  /** The permission that makes an admin; the owner holds it unscoped, whatever their roles. */
  readonly adminPermission?: string
  /** Permissions whose holders see patients nobody treats yet, as a worklist. */
  readonly worklist: readonly string[]
  /** What a share may carry: `always` comes with every share, `offered` may be ticked. */
  readonly share: { readonly always: readonly string[]; readonly offered: readonly string[] }
}

/** A permission that covers a cell, and under which condition on the record. */
export interface Cover {
  readonly permission: string
  readonly when?: When
}

/** One kind and act, with what the tables say about the pair. */
export interface Cell {
  /** Its place among all cells, from 0. */
  readonly index: number
  readonly kind: string
  readonly act: string
  readonly row: Kind
  readonly rule: Act
  /** The permissions that cover it. Empty for what needs none. */
  readonly covers: readonly Cover[]
  /** Whether it is an account act. */
  readonly account: boolean
}

export interface Catalog extends CatalogTables {
  /** Every kind and act there is: `cells.get(kind)?.get(act)`. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>
  /** The same by kind. */
  readonly cellsOf: ReadonlyMap<string, readonly Cell[]>
  readonly cellCount: number
}

/** Make a catalogue from its tables. Throws a sentence when they contradict themselves. */
export function defineCatalog(tables: CatalogTables): Catalog {
  checkKinds(tables)
  const cells = new Map<string, Map<string, Cell>>()
  let cellCount = 0
  for (const [kind, row] of Object.entries(tables.kinds)) {
    const acts = new Map<string, Cell>()
    for (const [act, rule] of Object.entries(row.acts)) {
      const covers = coversOf(tables, kind, act)
      const account = covers.some((cover) => tables.permissions[cover.permission]?.mark === 'account')
      acts.set(act, { index: cellCount++, kind, act, row, rule, covers, account })
    }
    cells.set(kind, acts)
  }
  checkPermissions(tables)
  checkRoles(tables)
  const cellsOf = new Map([...cells].map(([kind, acts]) => [kind, [...acts.values()]]))
  return {
    ...tables,
    modules: withoutPrototype(tables.modules),
    kinds: withoutPrototype(tables.kinds),
    permissions: withoutPrototype(tables.permissions),
    roles: withoutPrototype(tables.roles),
    jobTitles: withoutPrototype(tables.jobTitles),
    fields: withoutPrototype(tables.fields),
    cells,
    cellsOf,
    cellCount,
  }
}

function checkKinds({ kinds, modules, sections }: CatalogTables): void {
  for (const [kind, row] of Object.entries(kinds)) {
    if (modules[row.module] === undefined)
      throw new Error(`the kind \`${kind}\` names no module: \`${row.module}\`; add it to the modules`)
    if (row.section !== undefined && !sections.includes(row.section))
      throw new Error(`the kind \`${kind}\` names no section: \`${row.section}\`; add it to the sections`)
  }
}

function checkPermissions({ kinds, permissions }: CatalogTables): void {
  const isAct = (kind: string, act: string): boolean =>
    Object.hasOwn(kinds, kind) && Object.hasOwn(kinds[kind]?.acts ?? {}, act)
  for (const [id, { covers, needs }] of Object.entries(permissions))
    for (const { kind, acts } of [...covers, ...needs])
      for (const act of acts)
        if (!isAct(kind, act))
          throw new Error(`the permission \`${id}\` names no act: \`${kind}: ${act}\`; add it to the kind`)
}

function checkRoles({ roles, permissions }: CatalogTables): void {
  for (const [id, role] of Object.entries(roles))
    for (const permission of role.permissions)
      if (permissions[permission] === undefined)
        throw new Error(
          `the role \`${id}\` names no permission: \`${permission}\`; add it to the permissions`,
        )
}

/** A table in which `constructor`, which anyone may call a role, is no row unless it is one. */
function withoutPrototype<T>(rows: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null) as Record<string, T>, rows)
}

function coversOf(tables: CatalogTables, kind: string, act: string): Cover[] {
  const found: Cover[] = []
  for (const [permission, { covers }] of Object.entries(tables.permissions))
    for (const cover of covers)
      if (cover.kind === kind && cover.acts.includes(act))
        found.push(cover.when === undefined ? { permission } : { permission, when: cover.when })
  return found
}
