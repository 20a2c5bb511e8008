import type { PatientFacts } from '../../src/evaluate/facts.ts'
import { locationName, memberName, memberOfKind, tagName } from './read-names.ts'
import { complainOfValue, id, mapOf, type Reader, setOf, shape, truth } from './read-value.ts'
import { under } from './tree.ts'

const people = setOf('a list of members', '[chen]', memberName)

const fields = shape(
  'a patient',
  '{ careTeam: [chen] }',
  {},
  {
    careTeam: setOf(
      'a list of practitioners',
      '[chen]',
      memberOfKind('practitioner', 'only practitioners are on a care team, so remove them'),
    ),
    tags: setOf('a list of tags', '[green-st]', tagName),
    locations: setOf('a list of locations', '[green]', locationName),
    restrictedTo: people,
    clinicalTo: people,
    createdBy: memberName,
    consentWithdrawn: truth,
  },
)

function patient(id: string): Reader<PatientFacts> {
  return (tree, reading) => {
    const value = fields(tree, reading)
    for (const key of ['restrictedTo', 'clinicalTo']) {
      const list = under(tree, key)
      if (list?.is === 'list' && list.items.length === 0)
        complainOfValue(
          tree,
          key,
          `\`${key}\` is empty and would close the chart to everyone; name who may open it`,
          reading,
        )
      if (list?.is === 'list' && list.items.length === 1)
        reading.complaints.warn(
          list.at,
          `only one person can open the chart of \`${id}\`; name a second one, or nobody can when that person is away`,
        )
    }
    if (value === undefined) return undefined
    return {
      id,
      ...value,
      careTeam: value.careTeam ?? [],
      tags: value.tags ?? [],
      locations: value.locations ?? [],
    }
  }
}

/** Patients as the file writes them: owners of their records are not on the care team yet. */
export const patients = mapOf('a map of patients', '{ p1: { careTeam: [chen] } }', id('patient'), patient)
