/**
 * Small faults of the engine, each of which the tests must notice: what somebody might write by mistake.
 */

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of source code

export interface Mutant {
  /** What is wrong, in the words of the model. */
  readonly name: string
  /** The file, from the sources of core. */
  readonly file: string
  /** What stands there, exactly once. */
  readonly from: string
  readonly to: string
}

const standing = 'plan/subject.ts'
const snapshot = 'policy/snapshot.ts'
const carrying = 'plan/steps/granting.ts'
const scope = 'plan/steps/scope.ts'
const acting = 'plan/steps/acting.ts'
const team = 'plan/steps/team.ts'
const patient = 'plan/steps/patient.ts'
const glass = 'plan/steps/glass.ts'
const field = 'plan/steps/field.ts'
const ownTask = 'plan/steps/own-task.ts'
const diagram = 'plan/decision-diagram.ts'
const sql = 'sql/to-sql.ts'

export const mutants: readonly Mutant[] = [
  // Time
  { name: 'until is inclusive', file: snapshot, from: 'at < (span.until ??', to: 'at <= (span.until ??' },
  {
    name: 'from is exclusive',
    file: snapshot,
    from: 'NEGATIVE_INFINITY) <= at &&',
    to: 'NEGATIVE_INFINITY) < at &&',
  },
  {
    name: 'a plan forgets when its inputs end',
    file: standing,
    from: 'this.until = Math.min(this.until, instant)',
    to: 'this.until = Number.POSITIVE_INFINITY',
  },
  {
    name: 'kept accesses outlive their window',
    file: 'plan/access.ts',
    from: 'kept.until = Math.min(kept.until, standing.validUntil)',
    to: 'kept.until = Number.POSITIVE_INFINITY',
  },
  // Members
  {
    name: 'a locked member stays in',
    file: standing,
    from: "member.status === 'active' && member.account",
    to: "member.status !== 'archived' && member.account",
  },
  {
    name: 'no account is needed',
    file: standing,
    from: "member.status === 'active' && member.account",
    to: "member.status === 'active'",
  },
  {
    name: 'the ceiling of a kind is forgotten',
    file: 'plan/steps/ceiling.ts',
    from: '!rule.never.includes(kind) && ',
    to: '',
  },
  {
    name: 'a read-only module may be changed',
    file: 'plan/steps/ceiling.ts',
    from: '(modulesReadOnly.has(row.module) && rule.reads)',
    to: 'modulesReadOnly.has(row.module)',
  },
  // Grants
  {
    name: 'a scope is dropped',
    file: carrying,
    from: 'all([unscoped, any([ownTask(standing, cell), scopePasses(held, cell)])])',
    to: 'unscoped',
  },
  {
    name: 'an admin of one place reaches no role',
    file: carrying,
    from: 'isAdminWide(held, cell, snapshot.catalog)',
    to: 'false',
  },
  {
    name: 'of a scope with locations and tags one is enough',
    file: scope,
    from: 'const patient = all([',
    to: 'const patient = any([',
  },
  {
    name: 'scopes of grants unite before they are asked',
    file: carrying,
    from: 'const unscoped = whenPasses(standing, cell, whens)',
    to: 'const unscoped = always',
  },
  {
    name: 'ownership gives nothing',
    file: carrying,
    from: 'if (member.owner && snapshot.ownership.has(cell))',
    to: 'if (!member.owner && snapshot.ownership.has(cell))',
  },
  {
    name: 'own means written by oneself',
    file: carrying,
    from: "if (member?.kind !== 'assistant') return ownedBy([who.member])",
    to: "if (member?.kind !== 'assistant') return { is: 'author-in', ids: [who.member] }",
  },
  {
    name: 'a task is mine only when assigned to me',
    file: ownTask,
    from: "any([ownedBy([member]), { is: 'author-in', ids: [member] }])",
    to: 'ownedBy([member])',
  },
  {
    name: "a role's deny flag is forgotten",
    file: standing,
    from: 'return [...own, ...roles]',
    to: 'return own',
  },
  // Acting
  {
    name: 'acting is ignored',
    file: acting,
    from: 'if (subject !== undefined && (!cell.account || subjectIsAdmin)) return always',
    to: 'return always',
  },
  {
    name: 'account acts need no admin behind the assistant',
    file: acting,
    from: '(!cell.account || subjectIsAdmin)',
    to: 'true',
  },
  {
    name: 'a practitioner who was locked lends their reach',
    file: standing,
    from: "practitioner.status === 'locked' || ",
    to: '',
  },
  {
    name: "the practitioner's tag limit is not lent",
    file: standing,
    from: 'tagLimits: tagLimits(people, window)',
    to: 'tagLimits: tagLimits(people.slice(0, 1), window)',
  },
  {
    name: "the practitioner's own-notes-only is not lent",
    file: standing,
    from: 'ownNotesOnlyOn: people.filter(',
    to: 'ownNotesOnlyOn: people.slice(0, 1).filter(',
  },
  // Whose work
  {
    name: 'view access is enough to edit',
    file: team,
    from: "if (level === 'edit' && entry.level !== 'edit') continue",
    to: '',
  },
  {
    name: 'sections of advanced team access are ignored',
    file: team,
    from: 'if (entry.section !== undefined && !inSection(entry.section)) continue',
    to: '',
  },
  {
    name: "a record's patient is not asked for",
    file: team,
    from: "row.patient === 'no' ? always : any([{ is: 'patient-missing' }, ownersPatient(standing, cell)])",
    to: 'always',
  },
  {
    name: 'the basic record opens what is judged as its patient',
    file: team,
    from: "return all([{ is: 'patient-present' }, reachesPatient(standing, row.section, rule.level)])",
    to: "return all([{ is: 'patient-present' }, viewsPatient(standing)])",
  },
  {
    name: 'a worklist also shows patients somebody treats',
    file: team,
    from: "  return all([\n    { is: 'untreated' },\n    any(listing",
    to: '  return all([\n    any(listing',
  },
  {
    name: 'own notes only is forgotten',
    file: team,
    from: 'row.note && standing.ownNotesOnlyOn.length > 0 ? ',
    to: 'false ? ',
  },
  {
    name: 'a collaborator reaches any account',
    file: team,
    from: " && cell.row.team !== 'self') return always",
    to: ') return always',
  },
  {
    name: "a colleague's patient is booked with view alone",
    file: team,
    from: "any([reachesPatient(standing, row.section, 'edit'), viewsUntreated(standing)])",
    to: 'viewsPatient(standing)',
  },
  {
    name: 'a patient without a care team cannot be taken on',
    file: team,
    from: "any([reachesPatient(standing, row.section, 'edit'), viewsUntreated(standing)])",
    to: "reachesPatient(standing, row.section, 'edit')",
  },
  {
    name: 'a task is assigned to a locked member',
    file: team,
    from: 'if (cell.row.assignedTo !== undefined && cell.rule.creates) return',
    to: 'if (cell.row.assignedTo !== undefined && cell.rule.creates) return always; else if (false) return',
  },
  {
    name: 'a task is assigned to a member whose time is over',
    file: standing,
    from: 'const present = dated.filter((one) => window.sees(one))',
    to: 'const present = dated',
  },
  {
    name: 'an own task asks for its patient',
    file: patient,
    from: 'any([glass, ownTask(standing, cell), all(parts)])',
    to: 'any([glass, all(parts)])',
  },
  {
    name: 'a setup needs no order',
    file: team,
    from: "row.shared === 'through-case' ? { is: 'case-present' } : always",
    to: 'always',
  },
  {
    name: "an assistant's account permission shows the worklist when acting for a member who is no admin",
    file: team,
    from: "member?.kind !== 'assistant' || subjectIsAdmin",
    to: 'true',
  },
  // Which patients
  {
    name: 'any and all are swapped',
    file: 'plan/steps/limits.ts',
    from: 'tagged(limit.match, limit.tags)',
    to: "tagged(limit.match === 'any' ? 'all' : 'any', limit.tags)",
  },
  {
    name: "a role's tag limit is applied to the whole person",
    file: patient,
    from: 'limited ? any(carrying',
    to: 'limited ? all(carrying',
  },
  {
    name: "one grant without a limit lifts the others'",
    file: patient,
    from: 'const limited = carrying.some(',
    to: 'const limited = carrying.length > 0 && carrying.every(',
  },
  {
    name: 'a limit without tags reaches everybody',
    file: 'plan/condition.ts',
    from: "return tags.length === 0 ? never : { is: 'patient-tagged'",
    to: "return tags.length === 0 ? always : { is: 'patient-tagged'",
  },
  {
    name: 'a restricted chart is beaten by the owner',
    file: patient,
    from: '  return any([glass, ownTask(standing, cell), all(parts)])',
    to: '  return any([glass, ownTask(standing, cell), ownedBy([standing.who.member]), all(parts)])',
  },
  {
    name: 'an assistant alone on the list is enough',
    file: patient,
    from: 'ids: [...new Set([who.member, subject.id])]',
    to: 'ids: [who.member]',
  },
  {
    name: 'clinical restrictions close appointments too',
    file: patient,
    from: "clinical ? chartOpenAt(standing, 'clinical') : always",
    to: "chartOpenAt(standing, 'clinical')",
  },
  {
    name: 'a withdrawn consent keeps the case open',
    file: patient,
    from: "{ is: 'consent-kept' } : always",
    to: 'always : always',
  },
  {
    name: 'a share covers the cases of everybody',
    file: patient,
    from: 'return all([ownedBy([share.by]), cases',
    to: 'return all([cases',
  },
  {
    name: 'a share that was not accepted is live',
    file: standing,
    from: 'share.accepted && share.consent',
    to: 'share.consent',
  },
  // Emergencies, states, fields
  {
    name: 'the glass of a patient out of reach cannot be broken',
    file: glass,
    from: 'if (rule.beyondReach) return always',
    to: '',
  },
  {
    name: 'a broken glass opens every act',
    file: glass,
    from: 'if (rule.reads) return theirs',
    to: 'return theirs',
  },
  {
    name: 'a broken glass keeps the scope',
    file: 'plan/steps/permission.ts',
    from: "if (glass.is === 'never') return scoped",
    to: 'return scoped',
  },
  {
    name: 'the state of a record is not asked',
    file: 'plan/step-conditions.ts',
    from: 'rule.state === undefined ? always : stateIs(rule.state)',
    to: 'rule.state === undefined ? always : always',
  },
  {
    name: 'an unknown field is open',
    file: field,
    from: 'return field === undefined ? never',
    to: 'return field === undefined ? always',
  },
  {
    name: 'an office field needs no permission',
    file: field,
    from: 'if (needed === undefined) return never',
    to: 'return always',
  },
  // The test in memory
  {
    name: 'of many ids none is found',
    file: diagram,
    from: 'passes = record.owner != null && node.ids.has(record.owner)',
    to: 'passes = false',
  },
  {
    name: 'a missing state counts as true',
    file: diagram,
    from: 'passes = record.state?.[node.id] === true',
    to: 'passes = record.state?.[node.id] !== false',
  },
  // The same in SQL
  {
    name: 'NULL tags break a tag limit open',
    file: sql,
    from: 'overlaps(patient.tags, condition.tags)',
    to: "overlaps(`coalesce(${patient.tags}, array['G', 'B'])`, condition.tags)",
  },
  {
    name: 'a NULL care team is somebody',
    file: sql,
    from: 'coalesce(cardinality(${patient.careTeam}), 0) = 0',
    to: 'cardinality(${patient.careTeam}) = 0',
  },
  {
    name: 'a NULL state is no state at all',
    file: sql,
    from: 'return raw(`${column} is not true`)',
    to: 'return raw(`${column} = false`)',
  },
  { name: 'a NULL list of a restricted chart closes it', file: sql, from: '${list} is null or ', to: '' },
  {
    name: 'and is written without brackets around or',
    file: sql,
    from: "return concat([raw('('), ...pieces, raw(')')])",
    to: 'return concat(pieces)',
  },
  // Who can, and what is said of an answer
  {
    name: 'who can forgets the fields',
    file: 'explain/who-can.ts',
    from: '    fields === undefined\n',
    to: '    true\n',
  },
  {
    name: 'a broken glass goes unsaid',
    file: 'explain/broken-glass.ts',
    from: "return outcomeOf(of(whole), record) === 'failed'",
    to: 'return false',
  },
  {
    name: 'own notes only is blamed on whose notes they are',
    file: 'explain/why-team.ts',
    from: 'whyOwnNotesOnly(reach, ownNotesOnlyOn)',
    to: 'whyOwnNotesOnly(reach, [subject.id])',
  },
  {
    name: 'the team access that is asked for is that of another section',
    file: 'explain/why-team.ts',
    from: '${section ?? all}',
    to: "${section === undefined ? all : 'appointments'}",
  },
  {
    name: 'any entry that is over is blamed',
    file: 'explain/why-team.ts',
    from: 'return colleague === undefined || sought.people.includes(colleague)',
    to: 'return true',
  },
  {
    name: 'limits of roles are blamed though another role carries it',
    file: 'explain/why-patient.ts',
    from: 'return broken.length === carriers.length ? broken : []',
    to: 'return broken',
  },
  {
    name: 'limits are blamed that the patient meets',
    file: 'explain/why-patient.ts',
    from: '.filter(({ limit }) => isBroken(limit, record))',
    to: '',
  },
  {
    name: 'permissions are asked for that would not help',
    file: 'explain/why-permission.ts',
    from: 'when === undefined || record === undefined || meets',
    to: 'true || meets',
  },
  {
    name: 'roles are named whose scope lies elsewhere',
    file: 'explain/why-passed.ts',
    from: ".filter((carrier) => outcomeOf(carrier[scope], record) === 'passed')",
    to: '',
  },
]

/** The source with the fault in it. Throws when the place it names is not there exactly once. */
export function plant({ name, file, from, to }: Mutant, source: string): string {
  const found = source.split(from).length - 1
  if (found !== 1)
    throw new Error(`the fault \`${name}\` fits \`${file}\` ${found} times; it has to fit once`)
  return source.replace(from, () => to)
}
