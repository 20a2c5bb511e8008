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
} as const satisfies Record<string, { word: string; means: string }>

export type Word = keyof typeof words
