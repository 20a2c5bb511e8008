import { describe, expect, test } from 'vitest'
import { practiceCatalog } from '../../src/catalog/practice-catalog.ts'
import { fileErrorLine, fileErrorLines } from './file-error.ts'
import { readPracticeFile } from './read-practice-file.ts'

interface WrongFile {
  readonly title: string
  /** After the first line feed, which is there for the eye. */
  readonly text: string
  /** Line, column and sentence. */
  readonly errors: readonly string[]
}

const wrongFiles: readonly WrongFile[] = [
  {
    title: 'an unknown role that is nearly a known one',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  bill:
    kind: administrative
    grants:
      - { role: bilr }
`,
    errors: ['7:17: unknown role `bilr`; did you mean `biller`?'],
  },
  {
    title: 'an unknown role that is like no other',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, grants: [{ role: janitor }] } }
`,
    errors: [
      '2:102: unknown role `janitor`; define it under `roles`, or use a ready-made one such as `provider`',
    ],
  },
  {
    title: 'an unknown permission',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
roles: { desk: { permissions: [patients.manag] } }
`,
    errors: ['3:32: unknown permission `patients.manag`; did you mean `patients.manage`?'],
  },
  {
    title: 'a permission named like a property every object has',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
roles: { desk: { permissions: [constructor] } }
`,
    errors: ['3:32: unknown permission `constructor`; use one of the catalogue, such as `patients.view`'],
  },
  {
    title: 'an unknown kind of record',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: noot } }
`,
    errors: ['3:24: unknown kind `noot`; did you mean `note`?'],
  },
  {
    title: 'an unknown kind of member',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: staff } }
`,
    errors: [
      '2:69: unknown member kind `staff`; use `practitioner`, `administrative`, `assistant`, `collaborator` or `integration`',
    ],
  },
  {
    title: 'a patient among the records',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { p1: { kind: patient } }
`,
    errors: ['3:24: a patient is no record; move it to `patients`'],
  },
  {
    title: 'an unknown module',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, modules: [clinicl] }
`,
    errors: ['2:50: unknown module `clinicl`; did you mean `clinical`?'],
  },
  {
    title: 'an unknown status of a member',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, status: gone } }
`,
    errors: ['2:93: unknown status `gone`; use `invited`, `active`, `locked` or `archived`'],
  },
  {
    title: 'a status of a record that is nearly one with a rule',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { s1: { kind: setup, case: o1, status: awaiting-aproval }, o1: { kind: order } }
`,
    errors: ['3:49: unknown status `awaiting-aproval`; did you mean `awaiting-approval`?'],
  },
  {
    title: 'a setup without an order',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { s1: { kind: setup, owner: chen } }
`,
    errors: ['3:16: a record of kind `setup` belongs to a case; add `case` with a record of kind `order`'],
  },
  {
    title: 'a setup about another patient than its order',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {}, p2: {} }
records: { o1: { kind: order, patient: p1 }, o2: { kind: order }, s1: { kind: setup, patient: p2, case: o1 }, s2: { kind: setup, patient: p2, case: o2 } }
`,
    errors: [
      '4:95: its case `o1` is about `p1`; name `p1`, or remove `patient`',
      '4:139: its case `o2` is about no patient; remove `patient`',
    ],
  },
  {
    title: 'a status of a record that is no word',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { s1: { kind: setup, case: o1, status: In production }, o1: { kind: order } }
`,
    errors: [
      '3:49: unknown status `In production`; use `submitted`, `setup-in-production`, `awaiting-approval`, `approved`, `phase-N-of-N-in-production`, `closed` or `cancelled`',
    ],
  },
  {
    title: 'a state that the kind of a record does not have, or a value that it does not know',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records:
  n1: { kind: note, owner: chen, status: signed }
  i1: { kind: invoice, owner: chen, signed: true }
  n2: { kind: note, owner: chen, signed: yes }
  s1: { kind: order, status: phase-0-of-2-in-production }
  s2: { kind: order, status: [approved] }
  e1: { kind: export, status: done }
`,
    errors: [
      '4:34: a record of kind `note` has no `status`; its state is in `signed`',
      '5:37: a record of kind `invoice` has no `signed`; its state is in `status`',
      '6:42: expected `true` or `false`, found the text `yes`; write for example `true`',
      '7:30: unknown status `phase-0-of-2-in-production`; did you mean `phase-N-of-N-in-production`?',
      '8:30: expected a status, found a list; write for example `submitted`',
      '9:23: a record of kind `export` has no `status`; remove `status`',
    ],
  },
  {
    title: 'an owner of what belongs to the whole practice',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { t1: { kind: tag, owner: chen } }
`,
    errors: ['3:29: a record of kind `tag` belongs to the whole practice; remove `owner`'],
  },
  {
    title: 'a broken glass of a person who cannot break it',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bea: { kind: assistant, manages: [chen] } }
patients: { p1: {} }
glass: [{ member: bea, patient: p1, reason: emergency }]
`,
    errors: [
      '4:19: `bea` is an assistant and cannot break the glass; name a practitioner or administrative member',
    ],
  },
  {
    title: 'a practitioner who is managed twice at the same time',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  bea: { kind: assistant, manages: [chen, { member: chen, until: 2027-01-01T00:00:00Z }] }
`,
    errors: ['4:43: `bea` manages `chen` twice at the same time; remove one'],
  },
  {
    title: 'a role for collaborators, who hold none',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
roles: { lab: { fits: [collaborator] } }
`,
    errors: ['3:23: a collaborator holds no roles; remove `collaborator` and share cases instead'],
  },
  {
    title: 'a share of no case',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator } }
shares: [{ with: hatt, by: chen, cases: [] }]
`,
    errors: ['3:41: `cases` is empty and shares nothing; name an order, or write `all`'],
  },
  {
    title: 'ids that look alike and are not the same',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
locations: [caf\u00e9, cafe\u0301]
tags: [vip, \uff56ip]
roles: { provider\u200b: { permissions: [patients.view] } }
members:
  chen: { kind: practitioner, owner: true }
  ch\u200een: { kind: practitioner }
patients: { p1: {} }
records: { p1\u2060: { kind: note, owner: chen\u00ad } }
`,
    errors: [
      '2:19: the id `cafe\u0301` looks like `caf\u00e9` in line 2 and is another one; write it the same way, or choose another id',
      '3:13: the id `\uff56ip` looks like `vip` in line 3 and is another one; write it the same way, or choose another id',
      '4:10: the id `provider\\u{200b}` looks like `provider` and is another one; write it the same way, or choose another id',
      '7:3: the id `ch\\u{200e}en` looks like `chen` in line 6 and is another one; write it the same way, or choose another id',
      '9:12: the id `p1\\u{2060}` looks like `p1` in line 8 and is another one; write it the same way, or choose another id',
      '9:38: unknown member `chen\\u{ad}`; did you mean `chen`?',
    ],
  },
  {
    title: 'an unknown key at the top',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
member: {}
`,
    errors: ['3:1: unknown key `member` in a practice file; did you mean `members`?'],
  },
  {
    title: 'an unknown key in a grant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, grants: [{ role: biller, location: [green] }] } }
`,
    errors: [
      '2:110: unknown key `location` in a grant; the keys are `role`, `at`, `tagged`, `from` and `until`',
    ],
  },
  {
    title: 'an unknown key in a record',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: note, pateint: p1 } }
`,
    errors: ['3:30: unknown key `pateint` in a record; did you mean `patient`?'],
  },
  {
    title: 'an unknown act',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: sign, record: p1 }]
`,
    errors: [
      '4:31: unknown act `sign` on kind `patient`; a record of kind `patient` knows `view`, `create`, `edit`, `restrict` and `breakGlass`',
    ],
  },
  {
    title: 'an unknown act, nearly one',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: note } }
expect: [{ member: chen, may: veiw, record: n1 }]
`,
    errors: ['4:31: unknown act `veiw` on kind `note`; did you mean `view`?'],
  },
  {
    title: 'an unknown member on a care team',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { careTeam: [chem] } }
`,
    errors: ['3:30: unknown member `chem`; did you mean `chen`?'],
  },
  {
    title: 'an unknown patient',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: note, patient: p9 } }
`,
    errors: ['3:39: unknown patient `p9`; add it under `patients`'],
  },
  {
    title: 'an unknown record in an expectation',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: chen, may: view, record: n9 }]
`,
    errors: ['3:45: unknown record `n9`; add it under `patients` or `records`'],
  },
  {
    title: 'an unknown member in an expectation',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: dee, may: view, record: p1 }]
`,
    errors: ['4:20: unknown member `dee`; add it under `members`'],
  },
  {
    title: 'an unknown kind in an expectation',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: chen, sees: notes, exactly: [] }]
`,
    errors: ['3:32: unknown kind `notes`; did you mean `note`?'],
  },
  {
    title: 'an unknown permission in an expectation',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: chen, holds: note.view }]
`,
    errors: ['3:33: unknown permission `note.view`; did you mean `notes.view`?'],
  },
  {
    title: 'an unknown field',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, field: prize }]
`,
    errors: ['4:56: unknown field `prize`; did you mean `price`?'],
  },
  {
    title: 'an unknown section of team access',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, team: { advanced: { chen: { note: view } } } } }
`,
    errors: ['2:113: unknown section `note`; did you mean `notes`?'],
  },
  {
    title: 'an undeclared location in a grant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, grants: [{ role: biller, at: [green] }] } }
`,
    errors: ['2:115: undeclared location `green`; add it to `locations`'],
  },
  {
    title: 'an undeclared location on a patient',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
locations: [green]
patients: { p1: { locations: [gren] } }
`,
    errors: ['4:31: undeclared location `gren`; did you mean `green`?'],
  },
  {
    title: 'an undeclared tag in a limit',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, tags: { any: [vip] } } }
`,
    errors: ['2:99: undeclared tag `vip`; add it to `tags`'],
  },
  {
    title: 'an undeclared tag on a record',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { t1: { kind: template, tags: [vip] } }
`,
    errors: ['3:41: undeclared tag `vip`; add it to `tags`'],
  },
  {
    title: 'a duplicate key',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients:
  p1: {}
  p2: {}
  p1: {}
`,
    errors: ['6:3: duplicate key `p1`; it already stands in line 4, so rename or remove one'],
  },
  {
    title: 'a duplicate key in a flow map',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { tags: [], tags: [] } }
`,
    errors: ['3:29: duplicate key `tags`; it already stands in line 3, so rename or remove one'],
  },
  {
    title: 'a tag declared twice',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: [vip, vip]
`,
    errors: ['3:13: `vip` is listed twice; remove one'],
  },
  {
    title: 'one id for a patient and a record',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { x1: {} }
records: { x1: { kind: note } }
`,
    errors: ['4:16: `x1` is a patient and a record; give one of them another id'],
  },
  {
    title: 'a care team with someone who is no practitioner',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative } }
patients: { p1: { careTeam: [ana] } }
`,
    errors: ['3:30: `ana` is administrative; only practitioners are on a care team, so remove them'],
  },
  {
    title: 'a note owned by someone who is no practitioner',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bea: { kind: assistant } }
records: { n1: { kind: note, owner: bea } }
`,
    errors: ['3:37: `bea` is an assistant; only practitioners own records of kind `note`, so name one'],
  },
  {
    title: 'a managed person who is no practitioner',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  ana: { kind: administrative }
  bea: { kind: assistant, manages: [ana] }
`,
    errors: ['5:37: `ana` is administrative; assistants manage practitioners only, so name one'],
  },
  {
    title: 'a managed person who is no practitioner, for a time',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  ana: { kind: administrative }
  bea: { kind: assistant, manages: [{ member: ana, until: 2027-01-01T00:00:00Z }] }
`,
    errors: ['5:47: `ana` is administrative; assistants manage practitioners only, so name one'],
  },
  {
    title: 'managing without being an assistant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, manages: [chen] } }
`,
    errors: ['2:84: only an assistant manages practitioners, and `ana` is administrative; remove `manages`'],
  },
  {
    title: 'a role that does not fit',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, grants: [{ role: provider }] } }
`,
    errors: [
      '2:101: the role `provider` does not fit `ana`, who is administrative; it fits `practitioner`, so choose another role',
    ],
  },
  {
    title: "a role of the practice's own that does not fit",
    text: `
practice: { now: 2026-11-21T09:00:00Z }
roles: { desk: { fits: [administrative] } }
members: { chen: { kind: practitioner, owner: true }, dee: { kind: practitioner, grants: [{ role: desk }] } }
`,
    errors: [
      '3:99: the role `desk` does not fit `dee`, who is a practitioner; it fits `administrative`, so choose another role',
    ],
  },
  {
    title: 'a ready-made role replaced by one that does not fit',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
roles: { biller: { fits: [practitioner, assistant] } }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, grants: [{ role: biller }] } }
`,
    errors: [
      '3:101: the role `biller` does not fit `ana`, who is administrative; it fits `practitioner` or `assistant`, so choose another role',
    ],
  },
  {
    title: "an administrator by the role's other name, replaced by one that does not fit",
    text: `
practice: { now: 2026-11-21T09:00:00Z }
roles: { admin: { fits: [practitioner] } }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, grants: [{ role: administrator }] } }
`,
    errors: [
      '3:101: the role `admin` does not fit `ana`, who is administrative; it fits `practitioner`, so choose another role',
    ],
  },
  {
    title: 'no owner',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner } }
`,
    errors: ['2:10: no member is the owner; give exactly one `owner: true`'],
  },
  {
    title: 'no members at all',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
tags: []
`,
    errors: ['1:1: no member is the owner; give exactly one `owner: true`'],
  },
  {
    title: 'two owners',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  dee: { kind: practitioner, owner: true }
`,
    errors: ['4:30: `chen` is the owner already; a practice has exactly one, so remove `owner`'],
  },
  {
    title: 'an owner who is locked',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true, locked: true } }
`,
    errors: ['2:40: the owner is active, and `chen` is locked; choose another owner'],
  },
  {
    title: 'an owner who is invited',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true, status: invited } }
`,
    errors: ['2:40: the owner is active, and `chen` is invited; choose another owner'],
  },
  {
    title: 'an owner without account',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true, account: false } }
`,
    errors: ['2:40: the owner has an account, and `chen` has none; remove `account: false`'],
  },
  {
    title: 'an owner who is an assistant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: assistant, owner: true } }
`,
    errors: [
      '2:37: the owner is practitioner or administrative, and `chen` is an assistant; choose another owner',
    ],
  },
  {
    title: 'an owner whose time is over',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true, until: 2026-11-21T09:00:00Z } }
`,
    errors: ['2:40: the owner is a member now, and `chen` is not; correct `from` and `until`'],
  },
  {
    title: 'a date without zone',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, until: 2027-01-01T00:00:00 } }
`,
    errors: ['2:92: the date `2027-01-01T00:00:00` has no zone; write it as `2026-11-21T09:00:00Z`'],
  },
  {
    title: 'a date without time',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2027-01-01 } }
`,
    errors: ['2:91: the date `2027-01-01` has no zone; write it as `2026-11-21T09:00:00Z`'],
  },
  {
    title: 'a date the calendar does not have',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2026-02-30T00:00:00Z } }
`,
    errors: [
      '2:91: `2026-02-30T00:00:00Z` does not exist in the calendar; write it as `2026-11-21T09:00:00Z`',
    ],
  },
  {
    title: 'an hour the clock does not have',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2026-02-20T24:00:00Z } }
`,
    errors: [
      '2:91: `2026-02-20T24:00:00Z` does not exist in the calendar; write it as `2026-11-21T09:00:00Z`',
    ],
  },
  {
    title: 'an offset no zone has',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2026-02-20T12:00:00+25:00 } }
`,
    errors: [
      '2:91: `2026-02-20T12:00:00+25:00` does not exist in the calendar; write it as `2026-11-21T09:00:00Z`',
    ],
  },
  {
    title: 'a date in words',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: tomorrow } }
`,
    errors: ['2:91: `tomorrow` is not a date with time and zone; write it as `2026-11-21T09:00:00Z`'],
  },
  {
    title: 'a date that is a number',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2027 } }
`,
    errors: ['2:91: expected a date, found the number `2027`; write for example `2026-11-21T09:00:00Z`'],
  },
  {
    title: 'until before from',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, from: 2027-01-02T00:00:00Z, until: 2027-01-01T00:00:00Z } }
`,
    errors: ['2:120: the end `2027-01-01T00:00:00Z` is not after `from`; swap or correct them'],
  },
  {
    title: 'until before from across zones',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  bill:
    kind: administrative
    grants:
      - role: biller
        from: 2027-01-01T00:00:00Z
        until: 2027-01-01T01:00:00+01:00
`,
    errors: ['9:16: the end `2027-01-01T01:00:00+01:00` is not after `from`; swap or correct them'],
  },
  {
    title: 'locked and of another status',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, status: archived, locked: true } }
`,
    errors: ['2:103: `locked` contradicts `status`; keep one of them'],
  },
  {
    title: 'team access on an assistant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bea: { kind: assistant, team: { all: edit } } }
`,
    errors: ['2:79: an assistant has no team access of their own; remove `team`'],
  },
  {
    title: 'team access on a collaborator',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator, team: own } }
`,
    errors: ['2:83: a collaborator has no team access of their own; remove `team`'],
  },
  {
    title: 'grants on a collaborator',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator, grants: [{ role: biller }] } }
`,
    errors: ['2:83: a collaborator holds no grants; remove `grants` and share cases with `hatt` instead'],
  },
  {
    title: 'two settings of team access at once',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, team: { all: view, members: { chen: edit } } } }
`,
    errors: [
      '2:91: team access is exactly one of `own`, `{ all: view }`, `{ members: ... }` and `{ advanced: ... }`; keep one',
    ],
  },
  {
    title: 'team access that says nothing',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, team: {} } }
`,
    errors: [
      '2:91: team access is exactly one of `own`, `{ all: view }`, `{ members: ... }` and `{ advanced: ... }`; keep one',
    ],
  },
  {
    title: 'team access in a word of its own',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, team: all } }
`,
    errors: [
      '2:91: unknown team access `all`; it is one of `own`, `{ all: view }`, `{ members: ... }` and `{ advanced: ... }`',
    ],
  },
  {
    title: 'an unknown level',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, team: { all: read } } }
`,
    errors: ['2:98: unknown level `read`; use `view`, `edit` or `none`'],
  },
  {
    title: 'acting for someone without being an assistant',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, actingFor: chen, may: view, record: p1 }]
`,
    errors: ['4:26: only an assistant acts for someone, and `chen` is a practitioner; remove `actingFor`'],
  },
  {
    title: 'a module on and lapsed at once',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, modules: [billing], lapsed: { billing: read-only } }
`,
    errors: ['2:70: the module `billing` is in both `modules` and `lapsed`; keep it in one of them'],
  },
  {
    title: 'a module that never lapses',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, lapsed: { general: read-only } }
`,
    errors: ['2:50: the module `general` is always on; remove it from `lapsed`'],
  },
  {
    title: 'a way to lapse that does not exist',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, lapsed: { billing: off } }
`,
    errors: ['2:59: unknown way to lapse `off`; use `read-only`'],
  },
  {
    title: 'an empty list of people who may open a chart',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { restrictedTo: [] } }
`,
    errors: ['3:33: `restrictedTo` is empty and would close the chart to everyone; name who may open it'],
  },
  {
    title: 'an empty list of people who may open the clinical part',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { clinicalTo: [] } }
`,
    errors: ['3:31: `clinicalTo` is empty and would close the chart to everyone; name who may open it'],
  },
  {
    title: 'a permission that cannot be shared',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator } }
shares: [{ with: hatt, by: chen, cases: all, permissions: [setups.approve] }]
`,
    errors: [
      '3:60: `setups.approve` cannot be shared; a share may carry `orders.view`, `orders.add` or `setups.decline`',
    ],
  },
  {
    title: 'a share with someone who is no collaborator',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative } }
shares: [{ with: ana, by: chen, cases: all }]
`,
    errors: ['3:18: `ana` is administrative; cases are shared with collaborators only, so name one'],
  },
  {
    title: 'a share by someone who is no practitioner',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative }, hatt: { kind: collaborator } }
shares: [{ with: hatt, by: ana, cases: all }]
`,
    errors: ['3:28: `ana` is administrative; only practitioners share their cases, so name one'],
  },
  {
    title: 'a selected case that is no order',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator } }
records: { n1: { kind: note, owner: chen } }
shares: [{ with: hatt, by: chen, cases: [n1] }]
`,
    errors: ['4:42: `n1` is no case but of kind `note`; share an order'],
  },
  {
    title: 'a selected case that belongs to someone else',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator }, dee: { kind: practitioner } }
records: { o1: { kind: order, owner: dee } }
shares: [{ with: hatt, by: chen, cases: [o1] }]
`,
    errors: ['4:42: the case `o1` is not owned by `chen`; people share their own cases only'],
  },
  {
    title: 'a selected case that does not exist',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator } }
shares: [{ with: hatt, by: chen, cases: [o1] }]
`,
    errors: ['3:42: unknown record `o1`; add it under `records`'],
  },
  {
    title: 'a share that does not say which cases',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, hatt: { kind: collaborator } }
shares: [{ with: hatt, by: chen }]
`,
    errors: [
      '3:10: a share needs `cases`; write for example `{ with: hatt, by: chen, cases: all, consent: true, accepted: true }`',
    ],
  },
  {
    title: 'a setup whose case is no order',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: note }, s1: { kind: setup, case: n1 } }
`,
    errors: ['3:57: `n1` is of kind `note`; name a record of kind `order`'],
  },
  {
    title: 'a case on something that has none',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { o1: { kind: order }, n1: { kind: note, case: o1 } }
`,
    errors: ['3:57: a record of kind `note` belongs to no case; remove `case`'],
  },
  {
    title: 'a patient on something that has none',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
records: { t1: { kind: template, patient: p1 } }
`,
    errors: ['4:43: a record of kind `template` is about no patient; remove `patient`'],
  },
  {
    title: 'a because that is no step',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, answer: no, because: premission }]
`,
    errors: ['4:70: unknown step `premission`; did you mean `permission`?'],
  },
  {
    title: 'a because without a no',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, because: team }]
`,
    errors: ['4:49: `because` is the reason of a no; add `answer: no`, or remove `because`'],
  },
  {
    title: 'an answer that is neither yes nor no',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, answer: maybe }]
`,
    errors: ['4:57: expected `yes` or `no`, found the text `maybe`; write for example `no`'],
  },
  {
    title: 'an expectation that asks nothing',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: chen }]
`,
    errors: [
      '3:10: an expectation asks one of `may`, `holds` and `sees`, and this one asks none; write for example `{ member: ana, may: view, record: p1 }`',
    ],
  },
  {
    title: 'an expectation that asks two things',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, holds: patients.view }]
`,
    errors: [
      '4:10: an expectation asks one of `may`, `holds` and `sees`, and this one asks `may` and `holds`; write for example `{ member: ana, may: view, record: p1 }`',
    ],
  },
  {
    title: 'an expectation that names a member and lists them',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ member: chen, may: view, record: p1, exactly: [chen] }]
`,
    errors: [
      '4:49: unknown key `exactly` in an expectation with `may`; the keys are `member`, `may`, `record`, `actingFor`, `answer`, `because` and `field`',
    ],
  },
  {
    title: 'an expectation that sees without a list',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: chen, sees: note }]
`,
    errors: [
      '3:10: an expectation with `sees` needs `exactly`; write for example `{ member: ana, sees: patient, exactly: [p1] }`',
    ],
  },
  {
    title: 'an expectation that sees records of another kind',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
records: { n1: { kind: note } }
expect: [{ member: chen, sees: task, exactly: [n1] }]
`,
    errors: ['4:48: `n1` is of kind `note`, not `task`; remove it from `exactly`'],
  },
  {
    title: 'who can, without the list',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
expect: [{ may: view, record: p1 }]
`,
    errors: [
      '4:10: an expectation without `member` needs `exactly`; write for example `{ may: view, record: n1, exactly: [chen] }`',
    ],
  },
  {
    title: 'a separation that names an unknown role',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, separate: [{ roles: [biller, bookeeper], most: 1 }] }
`,
    errors: ['2:69: unknown role `bookeeper`; did you mean `bookkeeper`?'],
  },
  {
    title: 'a separation that is violated already',
    text: `
practice: { now: 2026-11-21T09:00:00Z, separate: [{ roles: [biller, bookkeeper, admin], most: 1 }] }
members:
  chen: { kind: practitioner, owner: true }
  ana: { kind: administrative, grants: [{ role: biller }, { role: bookkeeper, from: 2027-01-01T00:00:00Z }] }
  bill: { kind: administrative, grants: [{ role: biller }, { role: administrator }] }
  cleo: { kind: administrative, grants: [{ role: biller, until: 2026-11-21T09:00:00Z }, { role: admin }] }
  dora: { kind: administrative, grants: [{ role: biller }, { role: biller }] }
`,
    errors: [
      '1:60: `ana` and `bill` hold more than 1 of `biller`, `bookkeeper` and `admin`; take a role from them, or allow more',
    ],
  },
  {
    title: 'a separation without a number',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: 2026-11-21T09:00:00Z, separate: [{ roles: [biller], most: one }] }
`,
    errors: ['2:76: expected a whole number of roles, found the text `one`; write for example `1`'],
  },
  {
    title: 'a broken glass without reason',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {} }
glass: [{ member: chen, patient: p1 }]
`,
    errors: [
      '4:9: a broken glass needs `reason`; write for example `{ member: chen, patient: p1, reason: unconscious in reception }`',
    ],
  },
  {
    title: 'a tag limit that says both any and all',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
tags: [vip]
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, tags: { any: [vip], all: [vip] } } }
`,
    errors: ['3:90: a tag limit needs one of `any` and `all`; write for example `{ any: [green-st] }`'],
  },
  {
    title: 'a tag limit that says neither',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, ana: { kind: administrative, tags: {} } }
`,
    errors: ['2:90: a tag limit needs one of `any` and `all`; write for example `{ any: [green-st] }`'],
  },
  {
    title: 'a role that fits nobody',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
roles: { desk: { fits: [] } }
`,
    errors: ['3:18: the role `desk` fits nobody; name a member kind, or leave `fits` out'],
  },
  {
    title: 'a role grantable by nobody known',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
roles: { desk: { grantableBy: [boss] } }
`,
    errors: ['3:32: unknown role or member `boss`; define it under `roles` or `members`'],
  },
  {
    title: 'a list where a map belongs',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: [chen]
`,
    errors: [
      '2:10: expected a map of members, found a list; write for example `{ chen: { kind: practitioner, owner: true } }`',
    ],
  },
  {
    title: 'a map where a list belongs',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: { vip: true }
`,
    errors: ['3:7: expected a list of tags, found a map; write for example `[green-st, vip]`'],
  },
  {
    title: 'a word where a list belongs',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { careTeam: chen } }
`,
    errors: ['3:29: expected a list of practitioners, found the text `chen`; write for example `[chen]`'],
  },
  {
    title: 'nothing where a list belongs',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients:
  p1:
    careTeam:
`,
    errors: ['5:14: expected a list of practitioners, found nothing; write for example `[chen]`'],
  },
  {
    title: 'nothing where a member belongs',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  dee:
`,
    errors: ['4:7: expected a member, found nothing; write for example `{ kind: practitioner }`'],
  },
  {
    title: 'a word for a truth',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true }, bill: { kind: administrative, account: no } }
`,
    errors: ['2:94: expected `true` or `false`, found the text `no`; write for example `true`'],
  },
  {
    title: "a number for a patient's id",
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { 12: {} }
`,
    errors: ['3:13: the key `12` is not read as text; put quotes around it'],
  },
  {
    title: 'a number for a tag',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: [2026]
`,
    errors: ["3:8: the id of a tag is text, and `2026` is not read as text; put quotes around it: `'2026'`"],
  },
  {
    title: 'a truth for a member',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
expect: [{ member: true, holds: patients.view }]
`,
    errors: [
      "3:20: the id of a member is text, and `true` is not read as text; put quotes around it: `'true'`",
    ],
  },
  {
    title: 'an empty id',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { '': {} }
`,
    errors: ['3:13: the id `` of a patient is empty or has blanks around it or line breaks; write one word'],
  },
  {
    title: 'an id with blanks around it',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { 'p1 ': {} }
`,
    errors: [
      '3:13: the id `p1 ` of a patient is empty or has blanks around it or line breaks; write one word',
    ],
  },
  {
    title: 'an instant that is not one',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: { now: noon }
`,
    errors: ['2:18: `noon` is not a date with time and zone; write it as `2026-11-21T09:00:00Z`'],
  },
  {
    title: 'no instant at all',
    text: `
members: { chen: { kind: practitioner, owner: true } }
tags: []
`,
    errors: ['1:1: the file names no instant; add `now: 2026-11-21T09:00:00Z` to `practice`'],
  },
  {
    title: 'a practice that is a list',
    text: `
members: { chen: { kind: practitioner, owner: true } }
practice: [green]
`,
    errors: [
      '2:11: expected `practice`, found a list; write for example `{ name: Green Street, modules: [clinical] }`',
    ],
  },
  {
    title: 'a tab for indentation',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients:
\tp1: {}
`,
    errors: ['4:1: a tab cannot indent YAML; use spaces'],
  },
  {
    title: 'a bracket that is never closed',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: {}
`,
    errors: ['4:1: a bracket is never closed, or what is in it is not indented; add `}` or indent'],
  },
  {
    title: 'a quote that is never closed',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { 'p1: {} }
`,
    errors: [
      '4:1: a quoted text is never closed; add the quote where it ends',
      '4:1: a bracket is never closed, or what is in it is not indented; add `}` or indent',
    ],
  },
  {
    title: 'two documents',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: []
---
tags: []
`,
    errors: ['4:1: the file holds several documents; keep one and remove the `---` between them'],
  },
  {
    title: 'a merge key',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients:
  p1: &one { tags: [] }
  p2: { <<: *one }
`,
    errors: ['5:9: merge keys (`<<`) are not part of YAML 1.2; write the keys out'],
  },
  {
    title: 'an alias without anchor',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: *nobody }
`,
    errors: ['3:17: unknown alias `*nobody`; put the anchor `&nobody` before it'],
  },
  {
    title: 'an alias inside what it repeats',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: &tags [*tags]
`,
    errors: ['3:14: the alias `*tags` stands inside what it repeats; write the value out'],
  },
  {
    title: 'a YAML tag of another schema',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: !!set { vip }
`,
    errors: ['3:13: YAML tags are not part of the format; remove the tag'],
  },
  {
    title: 'an older YAML',
    text: `
%YAML 1.1
---
tags: []
`,
    errors: ['1:1: a practice file is YAML 1.2; remove the `%YAML` directive'],
  },
  {
    title: 'a key that is a list',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
? [chen, dee]
: edit
`,
    errors: ['3:3: a key must be a plain word; write `key: value`'],
  },
  {
    title: 'a control character by way of an escape',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
tags: ["v\\0ip"]
`,
    errors: ['3:8: this text holds a character that cannot be printed; remove the escape'],
  },
  {
    title: 'not a practice file but a list',
    text: `
- chen
- dee
`,
    errors: [
      '1:1: expected a practice file, found a list; write for example `practice: { name: Green Street }`',
    ],
  },
  {
    title: 'not a practice file but a sentence',
    text: `
hello there
`,
    errors: [
      '1:1: expected a practice file, found the text `hello there`; write for example `practice: { name: Green Street }`',
    ],
  },
  {
    title: 'several mistakes, in the order of the file',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members:
  chen: { kind: practitioner, owner: true }
  ana: { kind: administrative, grants: [{ role: provider }], team: al }
  bea: { kind: assistent }
patients:
  p1: { careTeam: [ana], tags: [vip] }
`,
    errors: [
      '4:49: the role `provider` does not fit `ana`, who is administrative; it fits `practitioner`, so choose another role',
      '4:68: unknown team access `al`; it is one of `own`, `{ all: view }`, `{ members: ... }` and `{ advanced: ... }`',
      '5:16: unknown member kind `assistent`; did you mean `assistant`?',
      '7:20: `ana` is administrative; only practitioners are on a care team, so remove them',
      '7:33: undeclared tag `vip`; add it to `tags`',
    ],
  },
  {
    title: 'empty',
    text: `
`,
    errors: ['1:1: the file is empty; start with `practice: { name: ... }`'],
  },
  {
    title: 'nothing but a comment',
    text: `
# to do
`,
    errors: ['1:1: the file is empty; start with `practice: { name: ... }`'],
  },
  {
    title: 'a key that is missing',
    text: `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { : {} }
`,
    errors: ['3:12: a key must be a plain word; write `key: value`'],
  },
]

test('keys with anchors are read, and an alias may stand for a key', () => {
  const text = `
practice: { now: 2026-11-21T09:00:00Z }
members: { &boss chen: { kind: practitioner, owner: true } }
patients: { &one p1: { careTeam: [*boss] } }
records: { n1: { kind: note, patient: *one, owner: *boss } }
expect: [{ member: *boss, may: view, record: *one, answer: no }]
roles: { &desk desk: { permissions: [patients.view] }, other: { grantableBy: [*desk] } }
shares: []
glass: [{ member: *boss, patient: *one, reason: emergency }]
`
  expect(errorsOf(text)).toEqual([])
  expect(errorsOf(text.replace('n1:', '*one :'))).toEqual([
    'clinic.yaml:5:19: `p1` is a patient and a record; give one of them another id',
  ])
})

test('a chart that one person alone can open is read with a warning', () => {
  const text = `
practice: { now: 2026-11-21T09:00:00Z }
members: { chen: { kind: practitioner, owner: true } }
patients: { p1: { restrictedTo: [chen] } }
`
  const result = readPracticeFile(text, { catalog: practiceCatalog, name: 'clinic.yaml' })
  expect(result.ok && result.warnings.map(fileErrorLine)).toEqual([
    'clinic.yaml:4:33: only one person can open the chart of `p1`; name a second one, or nobody can when that person is away',
  ])
})

test('sixteen thousand near misses are found without comparing each with each', () => {
  const ids = Array.from({ length: 4000 }, (_, index) => `patient-of-the-practice-${index}`)
  const text = [
    'practice: { now: 2026-11-21T09:00:00Z }',
    'members: { chen: { kind: practitioner, owner: true } }',
    'patients:',
    ...ids.map((id) => `  ${id}: {}`),
    'records:',
    ...ids.map(
      (id, index) => `  r${index}: { kind: invoice, patient: ${id.replace('the', 'teh')}, status: draf }`,
    ),
  ].join('\n')
  const errors = errorsOf(text)
  expect(errors.length).toBe(2 * ids.length)
  expect(errors.filter((error) => error.includes('did you mean')).length).toBeLessThan(30)
  expect(fileErrorLines(errors.map((sentence) => ({ file: '', line: 1, column: 1, sentence }))).length).toBe(
    101,
  )
})

function errorsOf(input: string | Uint8Array): readonly string[] {
  const result = readPracticeFile(input, { catalog: practiceCatalog, name: 'clinic.yaml' })
  return result.ok ? [] : result.errors.map(fileErrorLine)
}

describe('a practice file is refused for', () => {
  test.each(wrongFiles)('$title', ({ text, errors }) => {
    expect(errorsOf(text.slice(1))).toEqual(errors.map((error) => `clinic.yaml:${error}`))
  })

  test('being larger than 2 MiB', () => {
    const sentence =
      'clinic.yaml:1:1: the file has `5242880` bytes, more than the limit of 2 MiB; split the practice over several files'
    expect(errorsOf(new Uint8Array(5 * 1024 * 1024))).toEqual([sentence])
    expect(errorsOf(' '.repeat(5 * 1024 * 1024))).toEqual([sentence])
  })

  test('being a hair larger than 2 MiB in bytes, though not in letters', () => {
    expect(errorsOf('\u00e9'.repeat(1024 * 1024 + 1))).toEqual([
      'clinic.yaml:1:1: the file has `2097154` bytes, more than the limit of 2 MiB; split the practice over several files',
    ])
  })

  test('being binary', () => {
    expect(errorsOf(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00))).toEqual([
      'clinic.yaml:1:1: the file is not text: it contains a NUL byte; a practice file is YAML in UTF-8',
    ])
    expect(errorsOf('tags: []\nab\u0000')).toEqual([
      'clinic.yaml:2:3: the file is not text: it contains a control character, `0x00`; a practice file is YAML in UTF-8',
    ])
  })

  test('not being UTF-8', () => {
    expect(errorsOf(Uint8Array.from('tags:\n  - caf\u00e9', (letter) => letter.charCodeAt(0)))).toEqual([
      'clinic.yaml:2:8: the file is not UTF-8; save it in that encoding',
    ])
    expect(errorsOf('tags: [\ud800]')).toEqual([
      'clinic.yaml:1:8: the file is not UTF-8; save it in that encoding',
    ])
  })

  test('brackets within brackets without end', () => {
    expect(errorsOf(`tags: ${'['.repeat(200)}${']'.repeat(200)}`)).toEqual([
      'clinic.yaml:1:71: the file is nested deeper than 64 levels; nothing in a practice file is, so check the brackets and the indentation',
    ])
  })

  test('aliases that multiply', () => {
    const bomb = [...'bcdefgh'].map((letter, index) => {
      const before = `*${'abcdefg'[index]}`
      return `${letter}: &${letter} [${Array(10).fill(before).join(', ')}]`
    })
    expect(errorsOf(['a: &a [x, x, x, x, x, x, x, x, x, x]', ...bomb].join('\n'))).toEqual([
      'clinic.yaml:5:36: aliases repeat more than 100000 values up to `*d`; write fewer of them',
    ])
  })
})

describe('reading never throws', () => {
  test.each([[undefined], [null], [5], [{}], [[]]])('given %j in place of text', (input) => {
    expect(errorsOf(input as unknown as string)).toEqual([
      'clinic.yaml:1:1: the file is not text: it contains no text at all; a practice file is YAML in UTF-8',
    ])
  })

  test.each([
    '---',
    '...',
    '%',
    '&a',
    '*a',
    '? ',
    ': 1',
    '- - -',
    '{',
    ']',
    '|',
    '!',
    '"',
    '__proto__: {}',
    '\t',
  ])('given %j', (text) => {
    expect(errorsOf(text)).not.toEqual([])
  })
})
