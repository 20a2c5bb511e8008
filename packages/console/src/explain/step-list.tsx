import { IconCheck, IconChevronDown, IconMinus, IconQuestionMark, IconX } from '@tabler/icons-react'
import { Sentence } from '../ui/sentence.tsx'
import type { ExplainedStep, Explanation, Outcome } from './explanation.ts'
import classes from './step-list.module.css'
import { topics } from './topics.ts'

const outcomes = {
  passed: { word: 'Passed', Icon: IconCheck },
  failed: { word: 'Failed', Icon: IconX },
  depends: { word: 'Depends', Icon: IconQuestionMark },
  'not-asked': { word: 'Not checked', Icon: IconMinus },
} as const satisfies Record<Outcome, unknown>

/** All checks in order. The one that denied is open, or else those that depend on the patient. */
export function StepList({ explanation: { steps, step: decisive } }: { readonly explanation: Explanation }) {
  return (
    <section>
      <h3 className={classes.title}>All checks</h3>
      <ol className={classes.steps}>
        {steps.map((explained) => (
          // A check with another outcome starts anew: open if it failed, closed if not.
          <Step
            key={`${explained.step} ${explained.outcome}`}
            explained={explained}
            isDecisive={explained.step === decisive}
            isOpen={decisive === undefined ? explained.outcome === 'depends' : explained.step === decisive}
          />
        ))}
      </ol>
    </section>
  )
}

interface StepProps {
  readonly explained: ExplainedStep
  readonly isDecisive: boolean
  readonly isOpen: boolean
}

function Step({ explained: { step, asks, outcome, cause, mend }, isDecisive, isOpen }: StepProps) {
  const { word, Icon } = outcomes[outcome]
  return (
    <li className={classes.step} data-outcome={outcome} data-decisive={isDecisive || undefined}>
      <span className={classes.dot} aria-hidden="true">
        <Icon size={14} stroke={3} />
      </span>
      <details className={classes.details} open={isOpen}>
        <summary className={classes.summary}>
          <span className={classes.topic}>{topics[step]}</span>
          <span className={classes.outcome}>
            {word}
            <IconChevronDown size={16} aria-hidden="true" className={classes.chevron} />
          </span>
          <span className={classes.asks}>
            <Sentence words={asks} />
          </span>
        </summary>
        <div className={classes.cause}>
          <p>
            <Sentence words={cause} />
          </p>
          {/* That of the decisive check is below the verdict already. */}
          {mend !== undefined && !isDecisive && (
            <p>
              <Sentence words={mend} />
            </p>
          )}
        </div>
      </details>
    </li>
  )
}
