import type { Named, WhoCan } from '@rolecall/contract'

type Viewer = WhoCan['members'][number]

/** People who can see a patient, put together by what carries it. */
export interface ViewerGroup {
  readonly id: 'treats' | 'team' | 'acting' | 'program' | 'shut-out'
  readonly title: string
  readonly means: string
  readonly people: readonly { readonly id: string; readonly name: string; readonly aside?: string }[]
}

/**
 * By how people see a patient. `everybody` are the people of the practice, where the asker may list them; without it
 * those shut out are the ones on the care team who cannot see their own patient.
 */
export function viewerGroups(
  seers: readonly Viewer[],
  careTeam: readonly Named[],
  everybody: readonly (Named & { readonly aside?: string })[] | undefined,
): readonly ViewerGroup[] {
  const treating = new Set(careTeam.map(({ id }) => id))
  const seeing = new Set(seers.map(({ id }) => id))
  const others = seers.filter(({ id }) => !treating.has(id))
  const groups: readonly ViewerGroup[] = [
    {
      id: 'treats',
      title: 'Care team',
      means: 'They treat this patient',
      people: seers.filter(({ id }) => treating.has(id)),
    },
    {
      id: 'team',
      title: 'Team access',
      means:
        careTeam.length === 0
          ? 'No practitioner is assigned yet, so this takes a role and access to all practitioners’ patients'
          : careTeam.length === 1
            ? 'Can see this practitioner’s patients'
            : 'Can see patients of a practitioner on the care team',
      people: others.filter(({ kind }) => kind !== 'assistant' && kind !== 'integration'),
    },
    {
      id: 'acting',
      title: 'Assistants',
      means: 'While they work for a practitioner who has access',
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
      title: 'Integrations',
      means: 'Through their API key',
      people: others.filter(({ kind }) => kind === 'integration'),
    },
    {
      id: 'shut-out',
      title: 'No access',
      means: 'They can’t find this patient or see that they exist',
      people: (everybody ?? careTeam).filter(({ id }) => !seeing.has(id)),
    },
  ]
  return groups.filter(({ people }) => people.length > 0)
}
