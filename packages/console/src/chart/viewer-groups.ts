import type { Named, WhoCan } from '@rolecall/contract'

type Seer = WhoCan['members'][number]

/** People who can see a patient, put together by what carries it. */
export interface SeeGroup {
  readonly id: 'treats' | 'team' | 'acting' | 'program' | 'shut-out'
  readonly title: string
  readonly means: string
  readonly people: readonly { readonly id: string; readonly name: string; readonly aside?: string }[]
}

/**
 * By how people see a patient. `everybody` are the people of the practice, where the asker may list them; without it
 * those shut out are the ones on the care team who cannot see their own patient.
 */
export function seeGroups(
  seers: readonly Seer[],
  careTeam: readonly Named[],
  everybody: readonly (Named & { readonly aside?: string })[] | undefined,
): readonly SeeGroup[] {
  const treating = new Set(careTeam.map(({ id }) => id))
  const seeing = new Set(seers.map(({ id }) => id))
  const others = seers.filter(({ id }) => !treating.has(id))
  const groups: readonly SeeGroup[] = [
    {
      id: 'treats',
      title: 'Treat this patient',
      means: 'On the care team: it is their own work',
      people: seers.filter(({ id }) => treating.has(id)),
    },
    {
      id: 'team',
      title: 'Team access',
      means:
        careTeam.length === 0
          ? 'Nobody treats this patient yet, so a role and the work of everyone are what it takes'
          : 'Their role opens patients, and their team access the work of somebody who treats this one',
      people: others.filter(({ kind }) => kind !== 'assistant' && kind !== 'integration'),
    },
    {
      id: 'acting',
      title: 'Acting for somebody',
      means: 'Assistants, while they act for a practitioner who can',
      people: others
        .filter(({ kind }) => kind === 'assistant')
        .map(({ id, name, actingFor }) => ({
          id,
          name,
          ...(actingFor.length > 0 && { aside: `for ${actingFor.map((one) => one.name).join(' or ')}` }),
        })),
    },
    {
      id: 'program',
      title: 'Programs',
      means: 'Integrations, through their key',
      people: others.filter(({ kind }) => kind === 'integration'),
    },
    {
      id: 'shut-out',
      title: 'Shut out',
      means: 'They get the same answer as for a patient who does not exist',
      people: (everybody ?? careTeam).filter(({ id }) => !seeing.has(id)),
    },
  ]
  return groups.filter(({ people }) => people.length > 0)
}
