import type { Standing } from '../plan/standing.ts'
import type { Cause, Examined } from './cause.ts'
import { listed, nameOf, roleName, tagName } from './names.ts'

export function whyPatient({ asked, record }: Examined): Cause {
  const { standing, cell, carrying } = asked
  const { snapshot, who, subject, member } = standing
  const name = nameOf(snapshot, who.member)
  const patient = record?.patient
  const people = [...new Set([who.member, ...(subject === undefined ? [] : [subject.id])])]
  const clinical = snapshot.catalog.modules[cell.row.module]?.clinical === true
  for (const [what, list] of [
    ['whole chart', patient?.restrictedTo],
    ['clinical content', clinical ? patient?.clinicalTo : null],
  ] as const) {
    if (list == null) continue
    if (!people.every((id) => list.includes(id)))
      return {
        cause: `the ${what} is restricted, and the list does not name ${missing(standing, people, list)}`,
        mend: 'ask someone on the list to add them',
      }
    if (subject === undefined)
      return {
        cause: `the ${what} is restricted, and ${name} acts for nobody on the list`,
        mend: 'act for a practitioner who is on the list',
      }
  }
  if (member?.kind === 'collaborator')
    return patient?.consentWithdrawn === true
      ? { cause: 'the patient withdrew their consent to sharing', mend: 'ask the patient' }
      : {
          cause: `the case is not among those shared with ${name}`,
          mend: 'ask the practitioner to share this case',
        }
  const limits = [
    ...standing.tagLimits.map(({ limit, on }) => ({ limit, where: `set on ${nameOf(snapshot, on)}` })),
    ...carrying.flatMap(({ tagLimit, grant }) =>
      tagLimit === undefined
        ? []
        : [{ limit: tagLimit, where: `set on the role ${roleName(snapshot, grant?.grant.role ?? '')}` }],
    ),
  ]
  const broken = limits.filter(({ limit }) => patient == null || !meetsLimit(patient.tags, limit))
  // Each limit is met, but not by a grant whose scope the patient lies in: the permission failed before.
  if (broken.length === 0)
    return { cause: 'no role that lists it reaches this patient', mend: 'ask an admin to widen the role' }
  const words = broken.map(({ limit, where }) =>
    limit.tags.length === 0
      ? `a limit without tags ${where}`
      : `the limit to ${listed(
          limit.tags.map((tag) => tagName(snapshot, tag)),
          limit.match === 'all' ? 'and' : 'or',
        )} ${where}`,
  )
  return {
    cause: `the patient is outside ${listed(words, 'and')}`,
    mend: 'ask an admin to change the limit, or the tags of the patient',
  }
}

function meetsLimit(
  tags: readonly string[],
  limit: { readonly match: 'any' | 'all'; readonly tags: readonly string[] },
): boolean {
  if (limit.tags.length === 0) return false
  return limit.match === 'all'
    ? limit.tags.every((tag) => tags.includes(tag))
    : limit.tags.some((tag) => tags.includes(tag))
}

function missing({ snapshot }: Standing, people: readonly string[], list: readonly string[]): string {
  return listed(
    people.filter((id) => !list.includes(id)).map((id) => nameOf(snapshot, id)),
    'and',
  )
}
