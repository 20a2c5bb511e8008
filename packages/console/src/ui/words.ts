/** The words the console uses, each in a sentence. Every help text draws from this table. */
export const words = {
  patient: {
    word: 'Patient',
    means: 'The person treated. Each has a care team: the practitioners who treat them.',
  },
  reach: {
    word: 'Reach',
    means:
      'The patients you can open at all. A patient outside your reach is never listed or counted, and looks exactly like one who does not exist.',
  },
  role: {
    word: 'Role',
    means: 'A named set of permissions, such as Provider or Biller. It says what a person may do.',
  },
  teamAccess: {
    word: 'Team access',
    means:
      'Whose work a person shares: only their own, that of certain colleagues, or everybody’s. It opens the patients of those colleagues.',
  },
  tagLimit: {
    word: 'Tag limit',
    means: 'Narrows a person or a role to patients who carry certain tags, for example those of one office.',
  },
  restricted: {
    word: 'Restricted',
    means:
      'A chart closed to all but a short list of people: its clinical content only, or the whole patient. This beats every role.',
  },
  actingFor: {
    word: 'Acting for',
    means:
      'An assistant works as the hands of one practitioner at a time, and reaches what that practitioner reaches. Acting for nobody, they reach no patients.',
  },
  entry: {
    word: 'Entry',
    means:
      'One line of the activity log: who did or wanted to do what, for whom, to which records, and when.',
  },
  refusal: {
    word: 'Refusal',
    means:
      'Something a person wanted to do and Rolecall did not let them. The entry names the step that refused.',
  },
  seal: {
    word: 'Seal',
    means:
      'A signature over entries in their order. If an entry is changed, removed or moved afterwards, its seal no longer fits.',
  },
  session: {
    word: 'Session',
    means:
      'One place you are signed in, for example the browser at the front desk. It ends when you sign out there.',
  },
  badLine: {
    word: 'Line that cannot be read',
    means:
      'A line of a file that breaks a rule, such as a date that exists nowhere. Each is named with its file and its reason.',
  },
  filter: {
    word: 'Filter',
    means: 'What you narrow a list by on the screen. It hides rows for you, and changes nobody’s access.',
  },
  permission: {
    word: 'Permission',
    means: 'One thing a role lets people do, such as booking appointments or signing notes.',
  },
  module: {
    word: 'Module',
    means:
      'A part of the product that the practice subscribes to. While it is off, nobody does anything in it, whatever their roles say.',
  },
  kindOfMember: {
    word: 'Kind',
    means:
      'What somebody can be here at all: a practitioner treats patients, an assistant acts for practitioners, a collaborator sees only cases shared with them, a program uses a key. No role lifts somebody over their kind.',
  },
  scope: {
    word: 'Everywhere, at, for',
    means:
      'Where a role holds: for all patients, for those of certain locations, or for those with certain tags.',
  },
  careTeam: {
    word: 'Care team',
    means:
      'The practitioners who treat a patient. The patient is their own work; nobody’s settings take that away.',
  },
  note: {
    word: 'Note',
    means:
      'What is written down about a visit. A practitioner is responsible for it, whoever types it, and signs it.',
  },
  addendum: {
    word: 'Addendum',
    means: 'What is added below a signed note. The signed text itself stays as it is.',
  },
  owner: {
    word: 'Owner',
    means:
      'The one person who always manages accounts here. Nobody can take that away; they can only hand it over. It opens no chart and no note by itself.',
  },
  tag: {
    word: 'Tag',
    means: 'A word on patients that groups them, such as an office or VIP. A limit may be set by it.',
  },
  apart: {
    word: 'Duties kept apart',
    means:
      'Roles that one person must not hold together, for example who bills and who keeps the books. Whoever gives a second one is refused.',
  },
  busy: {
    word: 'Busy',
    means: 'A time that is taken by a patient outside your reach. Nothing else about it is shown.',
  },
} as const satisfies Record<string, { word: string; means: string }>

export type Word = keyof typeof words
