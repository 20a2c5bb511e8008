/**
 * What an explanation says that is not so. Read from its sentences as a person would, and held against the policy and
 * the reference: whoever is named as limited is, and what would mend it does.
 */
import type { Step } from '../../src/catalog/catalog.ts'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import type { RecordFacts } from '../../src/evaluate/facts.ts'
import type { RecordQuestion } from '../../src/evaluate/question.ts'
import type { Explanation } from '../../src/explain/explanation.ts'
import type { Member, MemberId, Policy, Span, TagLimit, TeamEntry } from '../../src/policy/policy.ts'
import { reference } from '../../src/reference/index.ts'

interface Said {
  readonly policy: Policy
  readonly question: RecordQuestion
  readonly explanation: Explanation
}

/** One sentence for each thing said that is not so. Empty: it is true, as far as this looks. */
export function untruths(
  policy: Policy,
  question: RecordQuestion,
  explanation: Explanation,
): readonly string[] {
  const said = { policy, question, explanation }
  return [
    ...emptySentences(said),
    ...limitsThatAreMet(said),
    ...limitsThatDoNotStop(said),
    ...listsThatNameThem(said),
    ...flagsNotCarried(said),
    ...glassNotNamed(said),
    ...rolesThatDoNotCarry(said),
    ...mendsOfPermissions(said),
    ...mendsOfTeamAccess(said),
    ...mendsOfUnassigned(said),
  ]
}

function emptySentences({ explanation: { steps } }: Said): readonly string[] {
  return steps
    .filter(({ cause }) => cause === '' || cause.endsWith(' '))
    .map(({ step, cause }) => `${step} says nothing: \`${cause}\``)
}

function causeOf({ explanation: { steps } }: Said, step: string, outcome: 'passed' | 'failed'): string {
  return steps.find((one) => one.step === step && one.outcome === outcome)?.cause ?? ''
}

/** A tag limit that stops somebody is set where it says, in force, and unmet by the patient. */
function limitsThatAreMet(said: Said): readonly string[] {
  const { policy, question } = said
  const named = causeOf(said, 'patient', 'failed').matchAll(
    /(the role )?(\w+) is limited to (?:patients tagged ([GB] (?:and|or) [GB]|[GB])|no patients)/g,
  )
  return Array.from(named).flatMap(([words, role, id, tags]) => {
    const limit = (role === undefined ? policy.members : policy.roles).find((one) => one.id === id)?.tagLimit
    const isSo =
      limit !== undefined &&
      isDuring(limit, question.at) &&
      limit.tags.join(limit.match === 'all' ? ' and ' : ' or ') === (tags ?? '') &&
      !isMet(limit, question.record)
    return isSo ? [] : [`no ${words} stops this`]
  })
}

/** The limits named are all that stop it; and those of roles do, whatever is lifted from people. */
function limitsThatDoNotStop(said: Said): readonly string[] {
  const { policy, question, explanation } = said
  const cause = causeOf(said, 'patient', 'failed')
  if (explanation.step !== 'patient' || !cause.endsWith(', which excludes this patient')) return []
  const onRoles = Array.from(cause.matchAll(/the role (\w+) is limited to/g), ([, id]) => id)
  const onPeople = Array.from(cause.matchAll(/(?<!the role )\b(\w+) is limited to/g), ([, id]) => id)
  const people = {
    ...policy,
    members: policy.members.map((one) => (onPeople.includes(one.id) ? unlimited(one) : one)),
  }
  const everyone = {
    ...people,
    roles: policy.roles.map((one) => (onRoles.includes(one.id) ? unlimited(one) : one)),
  }
  const without = reference(practiceCatalog, people, question).step
  const stands = reference(practiceCatalog, everyone, question).step
  return [
    ...(stands === 'patient' ? [`more than this stops it: ${cause}`] : []),
    ...(onRoles.length > 0 && without !== 'patient' ? [`less than this stops it: ${cause}`] : []),
  ]
}

function unlimited<One extends { readonly tagLimit?: TagLimit }>({ tagLimit: _, ...free }: One) {
  return free
}

function isMet({ match, tags }: TagLimit, { patient }: RecordFacts): boolean {
  const carried = tags.filter((tag) => patient?.tags.includes(tag))
  return tags.length > 0 && (match === 'all' ? carried.length === tags.length : carried.length > 0)
}

/** Who is said to be missing from the list of a restricted chart is. */
function listsThatNameThem(said: Said): readonly string[] {
  const { member, actingFor, record } = said.question
  const [, what, missing = ''] =
    /^this (chart|chart's clinical content) is restricted, and (.+) (?:isn't|aren't) on its list$/.exec(
      causeOf(said, 'patient', 'failed'),
    ) ?? []
  const list = what === 'chart' ? record.patient?.restrictedTo : record.patient?.clinicalTo
  return names(missing)
    .map((id) => (id === 'an unknown member' && memberOf(said.policy, member) === undefined ? member : id))
    .filter((id) => list == null || list.includes(id) || (id !== member && id !== actingFor))
    .map((id) => `${id} is not missing from a list`)
}

/** Who is named as carrying a flag carries it, and is the one who asks or the one acted for. */
function flagsNotCarried(said: Said): readonly string[] {
  const { member, actingFor, at } = said.question
  const [, limited = ''] =
    /^(.+?) can only open their own notes, and/.exec(causeOf(said, 'team', 'failed')) ?? []
  const [, hiding = ''] = /by a setting on (.+)$/.exec(causeOf(said, 'field', 'failed')) ?? []
  const notLimited = names(limited).filter(
    (id) => (id !== member && id !== actingFor) || !isDuring(memberOf(said.policy, id)?.ownNotesOnly, at),
  )
  const notHiding = names(hiding).filter((id) => {
    const one = said.policy.roles.find((role) => `the role ${role.id}` === id) ?? memberOf(said.policy, id)
    return !isDuring(one?.hidePrices, at)
  })
  return [...notLimited, ...notHiding].map((id) => `no such flag is set on ${id}`)
}

/** The glass is named where it opens, and nowhere else. */
function glassNotNamed({
  policy,
  question,
  explanation: { answer, steps, verdict },
}: Said): readonly string[] {
  const whole = reference(practiceCatalog, { ...policy, glass: [] }, question)
  const says = (words: string) => /emergency access (opens|lifts)|with emergency access/.test(words)
  const opened = steps.find(({ step }) => step === whole.step)
  const wrong =
    opened?.outcome === 'passed' && !says(opened.cause)
      ? [`${opened.step} is opened by emergency access and does not say so: ${opened.cause}`]
      : []
  if (answer === 'yes' && says(verdict) === whole.allowed)
    return [...wrong, `the verdict is wrong about a broken glass: ${verdict}`]
  if (whole.allowed && steps.some(({ cause }) => says(cause)))
    return [...wrong, 'a broken glass is named that opens nothing']
  return wrong
}

/** Each role that is named as carrying the act would do so alone. */
function rolesThatDoNotCarry(said: Said): readonly string[] {
  const { policy, question } = said
  const named = causeOf(said, 'permission', 'passed').matchAll(/the role (\w+)/g)
  return Array.from(named).flatMap(([words, role]) => {
    const alone = withMember(policy, question.member, (one) => ({
      ...one,
      owner: false,
      grants: one.grants.filter((grant) => grant.role === role),
    }))
    const { step } = reference(practiceCatalog, alone, question)
    return step === 'permission' ? [`${words} does not carry it alone`] : []
  })
}

/** Each permission a mend names would have let the step pass. */
function mendsOfPermissions({ policy, question, explanation: { step, mend = '' } }: Said): readonly string[] {
  const [, asked = ''] =
    /^ask an admin for the permission (.+)$/.exec(step === 'permission' ? mend : '') ?? []
  return labelsThatDoNotMend(policy, question, asked, 'permission')
}

/** Each permission that a mend names for unassigned patients would have let the step pass. */
function mendsOfUnassigned({ policy, question, explanation: { step, mend = '' } }: Said): readonly string[] {
  const [, asked = ''] =
    /^assign a practitioner, or .+, or for the permission (.+)$/.exec(step === 'team' ? mend : '') ?? []
  return labelsThatDoNotMend(policy, question, asked, 'team')
}

/** Of `View notes or View signed notes`, those whose permission leaves the step failed; `3 others` names none. */
function labelsThatDoNotMend(
  policy: Policy,
  question: RecordQuestion,
  asked: string,
  step: Step,
): readonly string[] {
  return asked
    .split(/, | or /)
    .filter((label) => !/^(\d+ others)?$/.test(label))
    .flatMap((label) => {
      const ids = Object.entries(practiceCatalog.permissions)
      const id = ids.find(([, permission]) => permission.label === label)?.[0] ?? label
      const role = { id: 'mend', label: 'mend', fits: [], permissions: [id] }
      const mended = withMember({ ...policy, roles: [...policy.roles, role] }, question.member, (one) => ({
        ...one,
        grants: [...one.grants, { id: 'mend', role: 'mend' }],
      }))
      const still = reference(practiceCatalog, mended, question).step
      return still === step ? [`${label} does not mend it`] : []
    })
}

/**
 * The team access a mend names would have let the step pass. Who owns a record that exists is on the care team of its
 * patient, unless it is only assigned to them.
 */
function mendsOfTeamAccess({ policy, question, explanation: { step, mend = '' } }: Said): readonly string[] {
  if (step !== 'team') return []
  const { record, actingFor, member, act } = question
  const { assignedTo, acts } = practiceCatalog.kinds[record.kind] ?? {}
  const isTreated = assignedTo === undefined && acts?.[act]?.creates !== true
  const [, limited = ''] = /remove the own-notes limit from (.+?)(?:, and ask|$)/.exec(mend) ?? []
  const isAdvanced =
    memberOf(policy, actingFor ?? member)?.team.some(({ section }) => section !== undefined) === true
  const asked = [...mend.matchAll(accessAsked)].map(([, level, people = '', what]) =>
    people === 'everyone'
      ? [entryOf(level)]
      : names(people.replaceAll("'s", '')).map((colleague) => ({
          colleague,
          ...entryOf(level, sectionIn(what, isAdvanced)),
        })),
  )
  const isOver = mend.includes('ask an admin to change the dates')
  if (limited === '' && asked.length === 0 && !isOver) return []
  const free = names(limited).reduce(
    (one, id) => withMember(one, id, ({ ownNotesOnly: _, ...rest }) => rest),
    policy,
  )
  // Of the people named in one part any will do; each part is needed.
  const tried = asked.reduce<readonly (readonly TeamEntry[])[]>(
    (before, entries) => before.flatMap((added) => entries.map((entry) => [...added, entry])),
    [[]],
  )
  return tried.flatMap((added) => {
    const mended = withMember(free, actingFor ?? member, (one) => ({
      ...one,
      team: [...(isOver ? one.team.map(({ from: _, until: __, ...entry }) => entry) : one.team), ...added],
    }))
    const about = isTreated ? treatedByOwner(record) : record
    const still = reference(practiceCatalog, mended, { ...question, record: about }).step
    return still === 'team' ? [`this does not mend it: ${mend}`] : []
  })
}

const accessAsked = /for team access to (view|edit) (everyone|\w+'s(?:(?:, | or )\w+'s)*)(?:'s)? (\w+)/g

/** For a person whose team access goes by sections, patients are one of them; otherwise they stand for all. */
function sectionIn(what: string | undefined, isAdvanced: boolean): string | undefined {
  return what === 'records' || (what === 'patients' && !isAdvanced) ? undefined : what
}

function entryOf(level: string | undefined, section?: string): TeamEntry {
  return { level: level === 'edit' ? 'edit' : 'view', ...(section !== undefined && { section }) }
}

function treatedByOwner(record: RecordFacts): RecordFacts {
  const { owner, patient } = record
  if (owner == null || patient == null || patient.careTeam.includes(owner)) return record
  return { ...record, patient: { ...patient, careTeam: [...patient.careTeam, owner] } }
}

function withMember(policy: Policy, id: MemberId, becomes: (member: Member) => Member): Policy {
  return { ...policy, members: policy.members.map((one) => (one.id === id ? becomes(one) : one)) }
}

function memberOf({ members }: Policy, id: MemberId): Member | undefined {
  return members.find((one) => one.id === id)
}

/** `pia, pol or pen` taken apart. */
function names(words: string): readonly string[] {
  return words === '' ? [] : words.split(/, | and | or /)
}

function isDuring(span: Span | undefined, at: number): boolean {
  return span !== undefined && (span.from ?? -Infinity) <= at && at < (span.until ?? Infinity)
}
