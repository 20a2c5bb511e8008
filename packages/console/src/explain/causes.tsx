import {
  IconCheck,
  IconFilter,
  IconMinus,
  IconQuestionMark,
  IconTag,
  IconUserShield,
  IconUsersGroup,
  IconX,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import classes from './causes.module.css'
import type { Explanation } from './explanation.ts'
import { lists } from './lists.ts'
import type { AnyQuestion } from './queries.ts'
import { topics } from './topics.ts'

interface CausesProps {
  readonly explanation: Explanation
  readonly question: AnyQuestion
}

type Step = Explanation['steps'][number]['step']
type Bearing = 'cause' | 'too' | 'fine' | 'may-be' | 'not-asked'

interface Cause {
  readonly name: string
  readonly icon: typeof IconTag
  readonly bearing: Bearing
  readonly words: string
}

/**
 * The four usual causes side by side. Three are steps of the decision; the fourth is no decision at all: something
 * that is allowed and still not on the screen is hidden by what the screen is narrowed to.
 */
export function Causes({ explanation, question }: CausesProps) {
  const causes = causesOf(explanation)
  const { answer, step } = explanation
  const list = lists[question.kind]
  const isUsual = step === undefined || step === 'permission' || step === 'patient' || step === 'team'
  return (
    <section>
      <h2 className={classes.title}>The four usual causes</h2>
      <ul className={classes.causes} aria-label="The four usual causes">
        {causes.map((cause) => (
          <CauseCard key={cause.name} cause={cause} />
        ))}
      </ul>
      {!isUsual && (
        <p className={classes.aside}>
          It is none of the four: what decides here is the step <strong>{topics[step]}</strong>.
        </p>
      )}
      {answer !== 'no' && list !== undefined && question.member === undefined && question.act === 'view' && (
        <p className={classes.aside}>
          Not on your screen all the same? <Link to={list.to}>Open {list.name} without a filter</Link>.
        </p>
      )}
    </section>
  )
}

const marks = {
  cause: { word: 'This is the cause', Icon: IconX },
  too: { word: 'Would refuse as well', Icon: IconX },
  fine: { word: 'Not the cause', Icon: IconCheck },
  'may-be': { word: 'It depends', Icon: IconQuestionMark },
  'not-asked': { word: 'Not asked', Icon: IconMinus },
} as const satisfies Record<Bearing, unknown>

function CauseCard({ cause: { name, icon: Icon, bearing, words } }: { readonly cause: Cause }) {
  const { word, Icon: Mark } = marks[bearing]
  return (
    <li className={classes.cause} data-bearing={bearing}>
      <span className={classes.name}>
        <Icon size={18} aria-hidden="true" /> {name}
      </span>
      <span className={classes.bearing}>
        <Mark size={15} stroke={3} aria-hidden="true" /> {word}
      </span>
      <span className={classes.words}>{words}</span>
    </li>
  )
}

function causesOf(explanation: Explanation): readonly Cause[] {
  return [
    {
      name: 'A role’s permission',
      icon: IconUserShield,
      bearing: bearingOf(explanation, 'permission'),
      words: 'What the roles they hold let them do',
    },
    {
      name: 'Patient limits',
      icon: IconTag,
      bearing: bearingOf(explanation, 'patient'),
      words: 'Tag limits, and charts restricted to certain people',
    },
    {
      name: 'Team access',
      icon: IconUsersGroup,
      bearing: bearingOf(explanation, 'team'),
      words: 'Whose work, and so whose patients, they share',
    },
    {
      name: 'A filter on the screen',
      icon: IconFilter,
      bearing: explanation.answer === 'no' ? 'fine' : 'may-be',
      words:
        explanation.answer === 'no'
          ? 'A filter hides; it never refuses'
          : 'Nothing refuses it: what is missing from a list may be filtered out',
    },
  ]
}

/** Only one step decides; others may fail behind it. */
function bearingOf({ step: decisive, steps }: Explanation, wanted: Step): Bearing {
  const outcome = steps.find(({ step }) => step === wanted)?.outcome ?? 'not-asked'
  switch (outcome) {
    case 'passed':
      return 'fine'
    case 'failed':
      return wanted === decisive ? 'cause' : 'too'
    case 'depends':
      return 'may-be'
    case 'not-asked':
      return 'not-asked'
  }
}
