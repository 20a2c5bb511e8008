import type { RecordFacts } from '../evaluate/facts.ts'
import { limitPasses } from '../plan/steps/limits.ts'
import { caseShared } from '../plan/steps/patient.ts'
import type { TagLimit } from '../policy/policy.ts'
import type { Cause, Examined } from './cause.ts'
import { listed, nameOf, possessive, roleName, tagName, unique } from './names.ts'
import { outcomeOf } from './outcome.ts'

/**
 * Whether the case was shared comes first: about a patient who was never shared there is nothing to tell. Then what
 * closes the patient whatever carries the act, and the limits last.
 */
export function whyPatient(examined: Examined): Cause {
  return whyNotShared(examined) ?? whyRestricted(examined) ?? whyNoConsent(examined) ?? whyLimited(examined)
}

function whyNotShared({ asked: { standing, cell, carrying }, record }: Examined): Cause | undefined {
  const { member, snapshot, who } = standing
  if (member?.kind !== 'collaborator' || cell.row.shared === undefined) return undefined
  if (outcomeOf(caseShared(carrying, cell), record) !== 'failed') return undefined
  return {
    cause: `this case isn't shared with ${nameOf(snapshot, who.member)}`,
    mend: 'ask the practitioner to share this case',
  }
}

function whyRestricted({ asked: { standing, cell }, record }: Examined): Cause | undefined {
  const { snapshot, who, subject } = standing
  const patient = record?.patient
  const people = [...new Set([who.member, ...(subject === undefined ? [] : [subject.id])])]
  const clinical = snapshot.catalog.modules[cell.row.module]?.clinical === true
  for (const [what, list] of [
    ['this chart', patient?.restrictedTo],
    ["this chart's clinical content", clinical ? patient?.clinicalTo : null],
  ] as const) {
    if (list == null) continue
    const missing = people.filter((id) => !list.includes(id)).map((id) => nameOf(snapshot, id))
    if (missing.length > 0)
      return {
        cause: `${what} is restricted, and ${listed(missing, 'and')} ${missing.length > 1 ? "aren't" : "isn't"} on its list`,
        mend: `ask someone on the list to add ${listed(missing, 'and')}`,
      }
    if (subject === undefined)
      return {
        cause: `${what} is restricted, and ${nameOf(snapshot, who.member)} isn't working for anyone on its list`,
        mend: 'work for a practitioner on the list',
      }
  }
  return undefined
}

function whyNoConsent({ asked: { standing, cell }, record }: Examined): Cause | undefined {
  const isShared = standing.member?.kind === 'collaborator' && cell.row.shared !== undefined
  if (!isShared || record?.patient?.consentWithdrawn !== true) return undefined
  return {
    cause: 'the patient withdrew consent to sharing',
    mend: 'ask the patient for new consent',
  }
}

function whyLimited(examined: Examined): Cause {
  const { asked, record } = examined
  const { snapshot } = asked.standing
  if (record !== undefined && record.patient == null)
    return { cause: 'it needs a patient and has none', mend: 'add its patient' }
  const onPeople = asked.standing.tagLimits
    .filter(({ limit }) => isBroken(limit, record))
    .map(({ limit, on }) => `${nameOf(snapshot, on)} ${limitWords(examined, limit)}`)
  const broken = unique([...onPeople, ...brokenOnRoles(examined)])
  // Each limit is met, but not by a grant whose scope the patient lies in: the permission failed before.
  if (broken.length === 0)
    return {
      cause: `${possessive(nameOf(snapshot, asked.standing.who.member))} roles don't cover this patient`,
      mend: 'ask an admin to extend a role',
    }
  return {
    cause: `${listed(broken, 'and')}, which excludes ${record === undefined ? 'every patient' : 'this patient'}`,
    mend: "ask an admin to change the limit or the patient's tags",
  }
}

/** A limit on a role stops its own grants, so those of roles stand in the way only where each grant that carries has one. */
function brokenOnRoles(examined: Examined): readonly string[] {
  const { asked, record } = examined
  const { snapshot } = asked.standing
  const carriers = asked.carrying.filter(({ scoped }) => outcomeOf(scoped, record) !== 'failed')
  const broken = carriers.flatMap(({ tagLimit, grant }) =>
    tagLimit !== undefined && isBroken(tagLimit, record)
      ? [`the role ${roleName(snapshot, grant?.grant.role ?? '')} ${limitWords(examined, tagLimit)}`]
      : [],
  )
  return broken.length === carriers.length ? broken : []
}

function isBroken(limit: TagLimit, record: RecordFacts | undefined): boolean {
  return outcomeOf(limitPasses(limit), record) === 'failed'
}

function limitWords({ asked }: Examined, { match, tags }: TagLimit): string {
  if (tags.length === 0) return 'is limited to no patients'
  const names = tags.map((tag) => tagName(asked.standing.snapshot, tag))
  return `is limited to patients tagged ${listed(names, match === 'all' ? 'and' : 'or')}`
}
