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
      hint: 'Sees every patient except charts restricted to others',
    },
    okafor: { job: 'Dentist', hint: 'Sees only own patients, and those with no practitioner assigned' },
    lindqvist: {
      job: 'Hygienist',
      hint: 'Sees parts of two colleagues’ records',
    },
    moreau: { job: 'Dietitian', hint: 'Sees own patients, some of them shared with other practitioners' },
    tanaka: { job: 'Oral health therapist', hint: 'Has patients but no account: others work for him' },
    reyes: { job: 'Locum dentist', hint: 'Covering for Dr Tanaka, with a start and an end date' },
    novak: { job: 'Locum dentist', hint: 'Access ended on 1 March 2021' },
    ana: { job: 'Receptionist', hint: 'Sees and edits every patient except restricted charts' },
    finn: {
      job: 'Front desk, Hill Road',
      hint: 'Like Ana, but only patients tagged Hill Road',
    },
    bill: { job: 'Biller', hint: 'One role at River Lane, another at Hill Road, none at Mill Yard' },
    noor: {
      job: 'Treatment coordinator',
      hint: 'Sends digital plans; no access to notes',
    },
    pia: {
      job: 'Office staff, Mill Yard',
      hint: 'Only sees patients at Mill Yard',
    },
    tess: {
      job: 'Scheduling assistant',
      hint: 'Books and takes payments; can see patients but not edit them',
    },
    omar: { job: 'Bookkeeper', hint: 'Invoices, payments and reports; no access to the calendar or notes' },
    bo: { job: 'Business manager', hint: 'Sees reports but no patients' },
    mara: {
      job: 'Practice manager',
      hint: 'Sees only patients with no practitioner assigned; can check anyone’s access',
    },
    vera: {
      job: 'Virtual assistant',
      hint: 'Works for Dr Chen or Dr Tanaka; sees no one until she picks who she’s working for',
    },
    hatt: {
      job: 'Orthodontist elsewhere',
      hint: 'Collaborator: sees cases shared with her, but no patients',
    },
    ivo: { job: 'Dentist', hint: 'Left the practice; his records stay' },
    lena: { job: 'Receptionist', hint: 'Locked; an admin can unlock her' },
    nils: { job: 'Dental assistant', hint: 'Invited; hasn’t accepted yet' },
    scribe: { job: 'Note-taking app', hint: 'Integration: uses an API key and never signs in' },
  }).map(([id, said]) => [id, { ...said, title: jobTitles[id] }]),
)
