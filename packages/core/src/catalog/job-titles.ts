/**
 * What an invitation asks first. A title decides nothing: it recommends, and says why.
 */
import type { JobTitle } from './catalog.ts'

const wholeTeam = 'Works for the whole team, so reaches all team members and may edit'

export const jobTitles = {
  dentist: {
    label: 'Dentist',
    kind: 'practitioner',
    roles: ['practitioner'],
    team: 'own',
    reason: 'Treats patients and owns notes and plans',
  },
  'oral-health-therapist': {
    label: 'Oral health therapist',
    kind: 'practitioner',
    roles: ['practitioner'],
    team: 'own',
    reason: 'Treats patients and owns notes and plans',
  },
  hygienist: {
    label: 'Hygienist',
    kind: 'practitioner',
    roles: ['practitioner'],
    team: 'all-view',
    reason: "Treats the dentists' patients, so sees their work without changing it",
  },
  dietitian: {
    label: 'Dietitian',
    kind: 'practitioner',
    roles: ['practitioner'],
    team: 'own',
    reason: 'Treats patients and owns notes and plans',
  },
  'dental-assistant': {
    label: 'Dental assistant',
    kind: 'assistant',
    roles: ['assistant', 'clinical-assistant'],
    team: 'own',
    reason: 'Works as the hands of a practitioner, on what that practitioner reaches',
  },
  'virtual-assistant': {
    label: 'Virtual assistant',
    kind: 'assistant',
    roles: ['assistant'],
    team: 'own',
    reason: 'Works as the hands of a practitioner, on what that practitioner reaches',
  },
  receptionist: {
    label: 'Receptionist',
    kind: 'administrative',
    roles: ['administrative'],
    team: 'all-edit',
    reason: wholeTeam,
  },
  'treatment-coordinator': {
    label: 'Treatment coordinator',
    kind: 'administrative',
    roles: ['administrative', 'user'],
    team: 'all-edit',
    reason: wholeTeam,
  },
  biller: {
    label: 'Biller',
    kind: 'administrative',
    roles: ['biller'],
    team: 'all-edit',
    reason: 'Bills for every practitioner',
  },
  manager: {
    label: 'Practice manager',
    kind: 'administrative',
    roles: ['admin', 'administrative'],
    team: 'all-edit',
    reason: 'Runs the practice day to day and answers for who has access',
  },
  owner: {
    label: 'Owner',
    kind: 'practitioner',
    roles: ['practitioner', 'admin'],
    team: 'all-edit',
    reason: 'Answers for the practice as a whole',
  },
} as const satisfies Record<string, JobTitle>
