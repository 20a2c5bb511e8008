/** The terms the console uses, each explained in a sentence. Every help text draws from this table. */
export const words = {
  patient: {
    word: 'Patient',
    means: 'The person treated. Each has a care team: the practitioners who treat them.',
  },
  reach: {
    word: 'Patients you can see',
    means:
      'The patients you can open. A patient you can’t see is hidden completely: never listed, counted or found by search.',
  },
  role: {
    word: 'Role',
    means: 'A named set of permissions, such as Provider or Biller. It sets what a person can do.',
  },
  teamAccess: {
    word: 'Team access',
    means: 'Whose patients a person can see: their own, those of specific practitioners, or everyone’s.',
  },
  tagLimit: {
    word: 'Tag limit',
    means: 'Limits a person or a role to patients with certain tags, for example those of one office.',
  },
  restricted: {
    word: 'Restricted',
    means:
      'A chart that only certain people can see: either its clinical content or the whole patient. This overrides every role.',
  },
  actingFor: {
    word: 'Working for',
    means:
      'An assistant works for one practitioner at a time and sees the patients that practitioner sees. Until they choose one, they see no patients.',
  },
  entry: {
    word: 'Entry',
    means: 'One line of the activity log: who did or tried to do what, for whom, to which records, and when.',
  },
  refusal: {
    word: 'Denied',
    means: 'Something a person tried to do but had no access to. The entry names the check that failed.',
  },
  seal: {
    word: 'Seal',
    means:
      'A signature over log entries in their order. If an entry is later changed, removed or moved, its seal no longer matches.',
  },
  session: {
    word: 'Session',
    means:
      'One place where you’re signed in, such as the browser at the front desk. It ends when you sign out there.',
  },
  badLine: {
    word: 'Unreadable row',
    means:
      'A row of a file that breaks a rule, such as an impossible date. Each is listed with its file and the reason.',
  },
  filter: {
    word: 'Filter',
    means: 'Narrows a list on your screen. It only hides rows from you; it changes no one’s access.',
  },
  permission: {
    word: 'Permission',
    means: 'One thing a role lets people do, such as booking appointments or signing notes.',
  },
  module: {
    word: 'Module',
    means:
      'A part of the product the practice subscribes to. While it’s off, no one can use it, whatever their roles.',
  },
  kindOfMember: {
    word: 'Account type',
    means:
      'What a person can be here: a practitioner treats patients, an assistant works for practitioners, a collaborator only sees cases shared with them, an integration uses an API key. No role can exceed it.',
  },
  scope: {
    word: 'Where a role applies',
    means: 'To all patients, to those of certain offices, or to those with certain tags.',
  },
  careTeam: {
    word: 'Care team',
    means:
      'The practitioners who treat a patient. The patient always counts as their own, whatever their team access.',
  },
  note: {
    word: 'Note',
    means: 'A record of a visit. It belongs to a practitioner, who signs it, even if someone else types it.',
  },
  addendum: {
    word: 'Addendum',
    means: 'Text added below a signed note. The signed text stays unchanged.',
  },
  owner: {
    word: 'Owner',
    means:
      'The one person who always manages accounts here. Only the owner can transfer ownership. Being the owner doesn’t give access to charts or notes.',
  },
  tag: {
    word: 'Tag',
    means: 'A label that groups patients, such as an office or VIP. Limits can use it.',
  },
  apart: {
    word: 'Conflicting roles',
    means:
      'Roles that one person can’t have together, such as Biller and Bookkeeper. Adding the second one is denied.',
  },
  busy: {
    word: 'Busy',
    means: 'A time taken by a patient you can’t see. Nothing else about it is shown.',
  },
} as const satisfies Record<string, { word: string; means: string }>

export type Word = keyof typeof words
