/**
 * The hospital's words as a catalogue: ten kinds, and a permission for each rule.
 */
import {
  type Act,
  type Catalog,
  type CatalogTables,
  defineCatalog,
  type Kind,
  type Permission,
  regularVerb,
} from '@rolecall/core'
import { departmentRules, type HospitalRule, hospitalKinds, hospitalRules } from './hospital-rules.ts'

export const hospitalCatalog: Catalog = defineCatalog({
  modules: { hospital: { label: 'Hospital', always: true, clinical: false } },
  sections: [],
  kinds: Object.fromEntries(Object.entries(hospitalKinds).map(([kind, acts]) => [kind, kindOf(kind, acts)])),
  permissions: Object.fromEntries(
    [...departmentRules, ...hospitalRules].map((rule) => [permissionOf(rule), permission(rule)]),
  ),
  roles: {},
  jobTitles: {},
  fields: {},
  worklist: [],
  share: { always: [], offered: [] },
} satisfies CatalogTables)

/** The permission that stands for a rule, e.g. `nurse.note`. */
export function permissionOf({ role, kind }: HospitalRule): string {
  return `${role}.${kind}`
}

/** About a patient, and nobody's own: whoever works in the department shares the work. */
function kindOf(label: string, acts: readonly string[]): Kind {
  return {
    label,
    noun: label.toLowerCase(),
    plural: label.toLowerCase(),
    module: 'hospital',
    patient: 'yes',
    team: 'wide',
    acts: Object.fromEntries(acts.map((act) => [act, actOf(act)])),
    collaborator: [],
    note: false,
    adminWide: false,
    priced: false,
    statuses: [],
    followsPractitioner: false,
  }
}

function actOf(act: string): Act {
  const reads = act === 'view'
  return {
    verb: regularVerb(act),
    reads,
    creates: act === 'create',
    level: reads ? 'view' : 'edit',
    never: [],
    withoutActing: false,
    beyondReach: false,
  }
}

function permission({ role, kind, acts, deidentified }: HospitalRule): Permission {
  const when = deidentified && { when: { field: 'deidentified', is: true } }
  return {
    label: `${role}: ${kind}`,
    meaning: `What the role ${role} may do on the kind ${kind}`,
    mark: 'record',
    covers: [{ kind, acts, ...when }],
    needs: [],
    published: false,
  }
}
