/**
 * The catalogue as a page: `npm run reference` writes `docs/reference.md`, `--print` shows what it would write.
 *
 * Everything on the page is read from the tables that decide, so that the page cannot say otherwise than the engine.
 * What the other pages print of a command is run and written anew as well: a look at the changes tells what they say now.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Act,
  anyStaff,
  type CatalogRole,
  type Covers,
  explain,
  type Field,
  type JobTitle,
  type Kind,
  type MemberKind,
  memberKinds,
  type Permission,
  practiceCatalog,
  type StateRule,
  snapshotOf,
  type When,
} from '../packages/core/src/index.ts'

const { modules, sections, kinds, permissions, roles, jobTitles, fields, share, worklist, adminPermission } =
  practiceCatalog

const page = [
  '# Reference',
  'The whole vocabulary of a practice: what can be asked about, and what can be given. Written by `npm run reference` from [`packages/core/src/catalog`](../packages/core/src/catalog); do not edit it here. What the words mean is in [concepts](concepts.md).',
  '## Modules',
  'A module belongs to kinds of record, never to a permission. When it is off, every act on its kinds answers `module-off`. *Clinical content* are the modules that a chart restricted to clinical content closes.',
  table(
    ['module', 'label', 'always on', 'clinical content', 'kinds'],
    Object.entries(modules).map(([id, module]) => [
      code(id),
      module.label,
      tick(module.always),
      tick(module.clinical),
      codes(Object.keys(kinds).filter((kind) => kinds[kind]?.module === id)),
    ]),
  ),
  '## Kinds of member',
  'A kind is a ceiling (step 3, `kind`): no role lifts it. The last column lists what a kind can never do, whatever it is given.',
  table(
    ['kind', 'ready-made roles that fit', 'can never'],
    memberKinds.map((kind) => [code(kind), rolesFitting(kind), neverBy(kind)]),
  ),
  '## Kinds of record',
  "*Patient*: whether a record has one. *Step 6* is what team access looks at: the patient's care team, the record's owner, the patient (judged as its patient), nothing (practice-wide), or whether it is one's own. *Section* is the part of team access it belongs to. An act in *italics* asks for more; see the next table.",
  table(
    ['kind', 'label', 'module', 'patient', 'step 6', 'section', 'acts'],
    Object.entries(kinds).map(([id, kind]) => [
      code(id),
      kind.label,
      code(kind.module),
      patientWords(kind),
      teamWords(kind),
      kind.section === undefined ? '–' : code(kind.section),
      actList(kind),
    ]),
  ),
  '### Acts that ask for more',
  '*State* is what the record must be (step 8, `state`). *Never* names the kinds of member that can never do it (step 3); collaborators are in the table above. `view` needs team access at the level view, every other act needs edit, unless the last column says otherwise.',
  table(
    ['act', 'state', 'never', 'besides'],
    everyAct()
      .filter(({ rule }) => asksForMore(rule))
      .map(({ id, rule }) => [
        code(id),
        rule.state === undefined ? '–' : stateWords(rule.state),
        codesOrDash(neverOf(rule)),
        besides(rule),
      ]),
  ),
  '### Besides',
  list([
    `Refused whole while \`hidePrices\` is set (step 9, \`field\`): ${codes(kindsThat((kind) => kind.priced))}.`,
    `Narrowed by *own notes only*; one's own may be written under a broken glass: ${codes(kindsThat((kind) => kind.note))}.`,
    `Shared as a case: ${codes(kindsThat((kind) => kind.shared === 'as-case'))}. Shared through the case it belongs to: ${codes(kindsThat((kind) => kind.shared === 'through-case'))}.`,
    `Assigned to an active member of one of these kinds, or unassigned: ${assigned()}. The assignee and the author need no scope, team access or patient for it, and the assignee does not join a care team.`,
    `Creating one puts its owner on the patient's care team, and so needs the patient at the level edit unless the care team is empty: ${codes(kindsThat(putsOnCareTeam))}.`,
    `An assistant's is that of the practitioner they act for: ${codes(kindsThat((kind) => kind.followsPractitioner))}.`,
    `Sections of team access: ${codes(sections)}.`,
  ]),
  '## Fields',
  table(
    ['field', 'label', 'closed by'],
    Object.entries(fields).map(([id, field]) => [code(id), field.label, closedBy(field)]),
  ),
  '## Permissions',
  `A *record* permission is about records. Through an assistant, an *account* permission also needs the practitioner acted for to hold \`${adminPermission}\`. *Needs* lists acts without which a permission is of little use; any permission that covers them will do, and decisions do not look at it. *unsigned*, *signed*, *own* and *mine* narrow what is covered.`,
  '### The published thirty',
  permissionTable((permission) => permission.published),
  '### Beyond the published thirty',
  permissionTable((permission) => !permission.published),
  '### Permissions with a part of their own',
  list([
    `${code(adminPermission ?? '')} makes an admin. The owner holds it unscoped, whatever their roles.`,
    `Holders of ${codes(worklist)} see patients nobody treats yet, as a worklist.`,
    `Every share carries ${codes(share.always)}; it may also carry ${codes(share.offered)}, and nothing else.`,
  ]),
  '## Ready-made roles',
  table(
    ['role', 'label', 'description', 'fits', 'also called'],
    Object.entries(roles).map(([id, role]) => [
      code(id),
      role.label,
      role.description,
      fitWords(role),
      codesOrDash(role.alsoCalled),
    ]),
  ),
  '### The published matrix',
  'The six roles and the thirty permissions. A tick is held, a dash is not.',
  comparison(matrixRoles(true), (id) => permissions[id]?.published === true),
  '### The same six roles, beyond the published matrix',
  'What makes these roles usable. The other permissions beyond the thirty are held by none of the six.',
  comparison(matrixRoles(true), (id) => matrixRoles(true).some((role) => roles[role]?.beyond.includes(id))),
  '### The other ready-made roles',
  'Permissions that none of these roles holds are left out.',
  comparison(matrixRoles(false), (id) =>
    matrixRoles(false).some((role) => roles[role]?.permissions.includes(id)),
  ),
  '## Job titles',
  'A title decides nothing. It recommends what an invitation starts with, and says why.',
  table(
    ['title', 'kind', 'roles', 'team access', 'because'],
    Object.values(jobTitles).map((title: JobTitle) => [
      title.label,
      code(title.kind),
      codes(title.roles),
      teamAccessWords(title),
      title.reason,
    ]),
  ),
  '## Steps of a decision',
  'Asked in this order. A refusal names the first that failed, by its code.',
  table(
    ['step', 'code', 'asks'],
    stepsAsked().map(({ step, asks }, index) => [String(index + 1), code(step), asks]),
  ),
]

const text = `${page.join('\n\n')}\n`
const root = join(import.meta.dirname, '..')
if (process.argv.includes('--print')) process.stdout.write(text)
else {
  writeFileSync(join(root, 'docs/reference.md'), text)
  const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.md'),
  )
  for (const path of ['README.md', ...pages.map((name) => join('docs', name))]) printAnew(join(root, path))
}

/** Write anew what a page prints of `rolecall` and of the examples. */
function printAnew(path: string): void {
  const before = readFileSync(path, 'utf8')
  const after = before.replaceAll(
    /^```console\n\$ (npm run -s rolecall --|node) (.*)\n[\s\S]*?^```$/gm,
    (_, runner: string, words: string) => {
      const file = runner === 'node' ? [] : ['packages/server/src/rolecall.ts']
      const args = [...file, ...words.split(' ')]
      const { stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
      return `\`\`\`console\n$ ${runner} ${words}\n${stderr}${stdout}\`\`\``
    },
  )
  if (after !== before) writeFileSync(path, after)
}

// Markdown

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n')
}

function code(word: string): string {
  return `\`${word}\``
}

function codes(words: readonly string[]): string {
  return words.map(code).join(', ')
}

function codesOrDash(words: readonly string[]): string {
  return words.length === 0 ? '–' : codes(words)
}

function tick(holds: boolean): string {
  return holds ? '✓' : '–'
}

// Kinds and acts

function everyAct(): readonly {
  readonly id: string
  readonly kind: Kind
  readonly act: string
  readonly rule: Act
}[] {
  return Object.entries(kinds).flatMap(([name, kind]) =>
    Object.entries(kind.acts).map(([act, rule]) => ({ id: `${name}: ${act}`, kind, act, rule })),
  )
}

function kindsThat(holds: (kind: Kind) => boolean): readonly string[] {
  return Object.entries(kinds).flatMap(([id, kind]) => (holds(kind) ? [id] : []))
}

function actList({ acts }: Kind): string {
  return Object.entries(acts)
    .map(([act, rule]) => (asksForMore(rule) ? `*${code(act)}*` : code(act)))
    .join(' ')
}

function asksForMore(rule: Act): boolean {
  return rule.state !== undefined || neverOf(rule).length > 0 || besides(rule) !== '–'
}

/** Collaborators have a list of what they may do, so that none is named for them here. */
function neverOf({ never }: Act): readonly MemberKind[] {
  return never.filter((kind) => kind !== 'collaborator')
}

function assigned(): string {
  return Object.entries(kinds)
    .flatMap(([id, { assignedTo }]) =>
      assignedTo === undefined ? [] : [`${code(id)} (${codes(assignedTo)})`],
    )
    .join(', ')
}

function putsOnCareTeam({ team, patient, assignedTo, acts }: Kind): boolean {
  const creates = Object.values(acts).some((rule) => rule.creates)
  return team === 'owner' && patient !== 'no' && assignedTo === undefined && creates
}

function besides({ reads, level, withoutActing, beyondReach }: Act): string {
  const words = [
    ...(level === 'view' && !reads ? ['team access at the level view is enough'] : []),
    ...(beyondReach ? ['no scope, team access or limit on patients is asked'] : []),
    ...(withoutActing ? ['an assistant does it to what is their own, acting for nobody'] : []),
  ]
  return words.join('; ') || '–'
}

function stateWords({ field, is }: StateRule): string {
  if (typeof is === 'string') return `${code(field)} is ${code(is)}`
  return is ? field : `not ${field}`
}

function patientWords({ patient }: Kind): string {
  return { itself: 'itself', yes: 'yes', maybe: 'maybe', no: '–' }[patient]
}

function teamWords({ team }: Kind): string {
  return {
    careTeam: 'care team',
    owner: 'owner',
    asPatient: 'as patient',
    wide: 'practice-wide',
    self: "one's own",
  }[team]
}

function closedBy(field: Field): string {
  switch (field.closedBy) {
    case 'hidePrices':
      return 'the flag `hidePrices`, on the member or on a role they hold'
    case 'act':
      return `all who hold no permission for the act ${code(field.act)} on that kind`
    case 'owner':
      return 'all but the owner of the record'
  }
}

// Kinds of member

function rolesFitting(kind: MemberKind): string {
  const fitting = Object.entries(roles).flatMap(([id, role]) => (role.fits.includes(kind) ? [id] : []))
  if (fitting.length === 0) return 'none: holds shares instead'
  return fitting.length === Object.keys(roles).length ? 'all' : codes(fitting)
}

function neverBy(kind: MemberKind): string {
  if (kind === 'collaborator') {
    const open = Object.entries(kinds).flatMap(([id, row]) => row.collaborator.map((act) => `${id}: ${act}`))
    return `anything but ${codes(open)}`
  }
  return codesOrDash(everyAct().flatMap(({ id, rule }) => (rule.never.includes(kind) ? [id] : [])))
}

// Permissions and roles

function permissionTable(kept: (permission: Permission) => boolean): string {
  return table(
    ['permission', 'label', 'lets a person', 'mark', 'acts', 'needs'],
    Object.entries(permissions)
      .filter(([, permission]) => kept(permission))
      .map(([id, { label, meaning, mark, covers, needs }]) => [
        code(id),
        label,
        meaning.charAt(0).toLowerCase() + meaning.slice(1),
        mark,
        covers.map(coverWords).join('; '),
        needs.length === 0 ? '–' : needs.map(coverWords).join('; '),
      ]),
  )
}

function coverWords({ kind, acts, when }: Covers): string {
  return `${code(kind)}${when === undefined ? '' : ` (${whenWords(when)})`}: ${acts.join(' ')}`
}

function whenWords(when: When): string {
  if (when === 'own' || when === 'mine') return when
  if (typeof when.is === 'string') return when.is
  return when.is ? when.field : `un${when.field}`
}

function fitWords({ fits }: CatalogRole): string {
  return fits.length === anyStaff.length ? 'all but collaborators' : codes(fits)
}

/** The six of the matrix are those whose permissions are published, except for what they mark as beyond it. */
function matrixRoles(published: boolean): readonly string[] {
  return Object.entries(roles).flatMap(([id, role]) => {
    const own = role.permissions.filter((permission) => !role.beyond.includes(permission))
    return own.every((permission) => permissions[permission]?.published) === published ? [id] : []
  })
}

function comparison(columns: readonly string[], kept: (permission: string) => boolean): string {
  return table(
    ['permission', ...columns.map((id) => roles[id]?.label ?? id)],
    Object.keys(permissions)
      .filter(kept)
      .map((permission) => [
        code(permission),
        ...columns.map((id) => tick(roles[id]?.permissions.includes(permission) === true)),
      ]),
  )
}

function teamAccessWords({ kind, team }: JobTitle): string {
  if (kind === 'assistant') return 'that of the practitioner acted for'
  return { own: 'own only', 'all-view': 'all team members, view', 'all-edit': 'all team members, edit' }[team]
}

// Steps

/** What each step asks, as every explanation says it. */
function stepsAsked() {
  const nobody = { modules: [], readOnly: [], roles: [], members: [], shares: [], glass: [], separate: [] }
  const question = { member: 'nobody', kind: 'patient', act: 'view', at: 0 }
  return explain(snapshotOf(practiceCatalog, nobody), question).steps
}
