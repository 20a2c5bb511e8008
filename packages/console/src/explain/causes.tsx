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
import type { AnyQuestion } from './questions.ts'
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
 * The usual reasons side by side. Three are checks of the decision; the fourth is a filter, which hides what is
 * allowed.
 */
export function Causes({ explanation, question }: CausesProps) {
  const causes = causesOf(explanation)
  const { answer, step } = explanation
  const list = lists[question.kind]
  const isUsual = step === undefined || step === 'permission' || step === 'patient' || step === 'team'
  return (
    <section>
      <h2 className={classes.title}>Usual reasons</h2>
      <ul className={classes.causes} aria-label="Usual reasons">
        {causes.map((cause) => (
          <CauseCard key={cause.name} cause={cause} />
        ))}
      </ul>
      {!isUsual && (
        <p className={classes.aside}>
          None of these. The reason is another check: <strong>{topics[step]}</strong>.
        </p>
      )}
      {answer !== 'no' && list !== undefined && question.member === undefined && question.act === 'view' && (
        <p className={classes.aside}>
          Still can’t find {list.pronoun}? <Link to={list.to}>Clear filters</Link>
        </p>
      )}
    </section>
  )
}

const marks = {
  cause: { word: 'This is the reason', Icon: IconX },
  too: { word: 'Also blocks this', Icon: IconX },
  fine: { word: 'Not the reason', Icon: IconCheck },
  'may-be': { word: 'It depends', Icon: IconQuestionMark },
  'not-asked': { word: 'Not checked', Icon: IconMinus },
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
      name: 'Permissions',
      icon: IconUserShield,
      bearing: bearingOf(explanation, 'permission'),
      words: 'What their roles include',
    },
    {
      name: 'Patient limits',
      icon: IconTag,
      bearing: bearingOf(explanation, 'patient'),
      words: 'Tag limits and restricted charts',
    },
    {
      name: 'Team access',
      icon: IconUsersGroup,
      bearing: bearingOf(explanation, 'team'),
      words: 'Whose patients they can see',
    },
    {
      name: 'Filters',
      icon: IconFilter,
      bearing: explanation.answer === 'no' ? 'fine' : 'may-be',
      words:
        explanation.answer === 'no'
          ? 'Filters don’t block access'
          : 'Access isn’t blocked. A filter may hide it from your list',
    },
  ]
}

/** Only one check decides; later ones may fail too. */
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
