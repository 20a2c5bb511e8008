/**
 * Why somebody comes, and what is written down of it. Made up from end to end: nothing here is advice, and nobody is
 * meant.
 */
import type { Random } from './random.ts'

export interface Reason {
  /** What the visit is called in the calendar. */
  readonly title: string
  /** What the note says. */
  readonly note: string
}

/** The first visit, and all others. */
type Reasons = readonly [first: Reason, later: readonly [Reason, ...Reason[]]]

const dentistry: Reasons = [
  {
    title: 'First visit',
    note: 'First visit here. Filled in the form together, took pictures, agreed on what is looked at first.\nNext: check-up.',
  },
  [
    {
      title: 'Check-up',
      note: 'Came for the regular check-up. Nothing new to report since last time.\nLooked everything over together and went through the pictures.\nNext: check-up in six months, reminder by letter.',
    },
    {
      title: 'Filling, upper left',
      note: 'The filling that was planned last time, done today in one visit.\nBite compared before and after.\nNext: no visit of its own; look at it at the check-up.',
    },
    {
      title: 'Filling, lower right',
      note: 'Replaced an old filling, as agreed. The patient had questions about the material, answered.\nNext: check-up as planned.',
    },
    {
      title: 'Crown: fitting',
      note: 'Crown tried in, colour compared in daylight, then fixed.\nThe patient is content with how it looks.\nNext: short look in two weeks.',
    },
    {
      title: 'Crown: impressions',
      note: 'Impressions taken and sent to the laboratory. Temporary crown in place.\nNext: fitting when the laboratory is ready.',
    },
    {
      title: 'Chipped tooth',
      note: 'Chipped a front tooth at the weekend. Edge smoothed, pictures taken.\nTalked over what can be done and what it takes.\nNext: the patient thinks about it and calls.',
    },
    {
      title: 'Second opinion',
      note: 'Brought a plan from elsewhere. Went through it line by line.\nAgreed with most of it; one question left open.\nNext: letter with a summary.',
    },
  ],
]

const hygiene: Reasons = [
  {
    title: 'First cleaning',
    note: 'First visit here. Explained what happens in which order, then cleaned.\nNext: regular cleaning in six months.',
  },
  [
    {
      title: 'Scale and polish',
      note: 'Regular cleaning. Needed less time than last year.\nShown once more how to reach the back teeth.\nNext: in six months.',
    },
    {
      title: 'Gum review',
      note: 'Measured as last time and written into the chart. Better than in spring in most places.\nNext: review in three months.',
    },
    {
      title: 'Teeth whitening: talk',
      note: 'Wanted to know what whitening is like. Showed pictures, gave out the leaflet.\nNext: the patient thinks about it.',
    },
  ],
]

const nutrition: Reasons = [
  {
    title: 'First talk about food',
    note: 'First talk: habits, working hours, who cooks at home, what is liked.\nGave out the diary and explained it.\nNext: in two weeks, with the diary.',
  },
  [
    {
      title: 'Meal plan review',
      note: 'Went through the diary of two weeks. Breakfast goes well, evenings are the hard part.\nChose one thing to change until next time.\nNext: in four weeks.',
    },
    {
      title: 'Follow-up by video',
      note: 'Short call. The change from last time has held.\nKept the plan as it is.\nNext: in six weeks, here.',
    },
  ],
]

const reasons: Readonly<Record<string, Reasons>> = { lindqvist: hygiene, moreau: nutrition }

export function reasonFor(practitioner: string, isFirst: boolean, random: Random): Reason {
  const [first, later] = reasons[practitioner] ?? dentistry
  return isFirst ? first : random.oneOf(later)
}

/** What was added to notes after they were signed. */
export const addenda = [
  'The patient called: the appointment next time is better in the morning.',
  'Corrected: the next visit is a short one, not a long one.',
  'Pictures of the visit are in the folder of the patient now.',
] as const
