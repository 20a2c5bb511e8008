import type { Introductions } from '../src/demo/demo-people.ts'

/** What the people of the demo are called; what they may do stands in `access.yaml`. */
export const names: Readonly<Record<string, string>> = {
  chen: 'Dr Wei Chen',
  okafor: 'Dr Ngozi Okafor',
  lindqvist: 'Astrid Lindqvist',
  moreau: 'Élodie Moreau',
  tanaka: 'Dr Haruto Tanaka',
  reyes: 'Dr Marisol Reyes',
  novak: 'Dr Petr Novák',
  ana: 'Ana Silva',
  finn: 'Finn Gallagher',
  bill: 'Bill Osei',
  noor: 'Noor Rahimi',
  pia: 'Pia Castellanos',
  tess: 'Tess Delacroix',
  omar: 'Omar Haddad',
  bo: 'Bo Andersen',
  mara: 'Mara Whitfield',
  vera: 'Vera Santos',
  hatt: 'Hattie Ormond',
  ivo: 'Ivo Petrov',
  lena: 'Lena Brandt',
  nils: 'Nils Aaltonen',
  scribe: 'Scribe',
}

/** The titles they have where the catalogue knows one. */
export const jobTitles: Readonly<Record<string, string>> = {
  chen: 'owner',
  okafor: 'dentist',
  lindqvist: 'hygienist',
  moreau: 'dietitian',
  tanaka: 'oral-health-therapist',
  reyes: 'dentist',
  novak: 'dentist',
  ana: 'receptionist',
  finn: 'receptionist',
  bill: 'biller',
  noor: 'treatment-coordinator',
  pia: 'receptionist',
  mara: 'manager',
  vera: 'virtual-assistant',
  ivo: 'dentist',
  lena: 'receptionist',
  nils: 'dental-assistant',
}

/** Who treats without signing in, and so signs nothing; and who writes for them meanwhile. */
export const withoutAccount = 'tanaka'
export const writesForThem = 'reyes'

export const introductions: Introductions = new Map(
  Object.entries({
    chen: {
      job: 'Dentist and owner',
      hint: 'Reaches everyone but charts restricted to other people: owning opens no chart',
    },
    okafor: { job: 'Dentist', hint: 'Own patients only, and those nobody treats yet' },
    lindqvist: {
      job: 'Hygienist',
      hint: 'Advanced team access: parts of two colleagues’ work, and so their patients’ names',
    },
    moreau: { job: 'Dietitian', hint: 'Own patients, among them some shared with other practitioners' },
    tanaka: { job: 'Oral health therapist', hint: 'Has patients and no account: others act for them' },
    reyes: { job: 'Locum dentist', hint: 'Covers for Dr Tanaka, from a day until a day' },
    novak: { job: 'Locum dentist', hint: 'The cover ended on 1 March 2021, and the access with it' },
    ana: { job: 'Receptionist', hint: 'All team members, edit; restricted charts stay closed' },
    finn: {
      job: 'Front desk, Hill Road',
      hint: 'All team members, like Ana, but limited to patients tagged Hill Road',
    },
    bill: { job: 'Biller', hint: 'Two roles, each at one location: River Lane and Hill Road, not Mill Yard' },
    noor: {
      job: 'Treatment coordinator',
      hint: 'Two roles: sends digital plans as well, and reads no note',
    },
    pia: {
      job: 'Office staff, Mill Yard',
      hint: 'A role at one location: whoever is treated elsewhere is not there',
    },
    tess: { job: 'Scheduling assistant', hint: 'Books and takes payments; sees patients and changes none' },
    omar: { job: 'Bookkeeper', hint: 'Invoices, payments and reports: no calendar, no note' },
    bo: { job: 'Business manager', hint: 'Sees the figures and not one patient; ask why' },
    mara: {
      job: 'Practice manager',
      hint: 'Own only: sees just the patients nobody treats yet, and may ask Why? about anyone',
    },
    vera: { job: 'Virtual assistant', hint: 'Acts for Dr Chen or Dr Tanaka; for nobody she sees nobody' },
    hatt: {
      job: 'Orthodontist elsewhere',
      hint: 'A collaborator: sees the cases shared with her, and no patient',
    },
    ivo: { job: 'Dentist', hint: 'Left the practice; what he wrote stays' },
    lena: { job: 'Receptionist', hint: 'Locked: an admin can unlock her' },
    nils: { job: 'Dental assistant', hint: 'Invited, has not accepted yet' },
    scribe: { job: 'Note-taking program', hint: 'An integration: it has a key and never signs in here' },
  }).map(([id, said]) => [id, { ...said, title: jobTitles[id] }]),
)
