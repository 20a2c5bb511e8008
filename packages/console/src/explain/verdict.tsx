import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react'
import { Sentence } from '../ui/sentence.tsx'
import type { Explanation } from './explanation.ts'
import classes from './verdict.module.css'

const marks = {
  yes: { word: 'Yes', Icon: IconCheck },
  no: { word: 'No', Icon: IconX },
  depends: { word: 'It depends', Icon: IconQuestionMark },
} as const

/** Yes or no first, then what would change it, then what carries it. */
export function Verdict({
  explanation: { answer, verdict, mend, grants },
}: {
  readonly explanation: Explanation
}) {
  return (
    <div className={classes.all}>
      <Marked answer={answer}>
        <p>
          <Sentence words={verdict} />
        </p>
      </Marked>
      {mend !== undefined && <Mend mend={mend} />}
      {grants.length > 0 && <Grants grants={grants} />}
    </div>
  )
}

interface OutOfReachProps {
  readonly explanation: Explanation
  readonly isAboutOther: boolean
  /** What was asked about, where it is no patient. */
  readonly kind?: string
}

/**
 * A patient out of reach and one who does not exist are told apart by nothing. So this speaks of the reach alone,
 * and never of the patient.
 */
export function OutOfReach({
  explanation: { verdict, mend, grants },
  isAboutOther,
  kind = 'patient',
}: OutOfReachProps) {
  return (
    <div className={classes.all}>
      <Marked answer="no">
        <p>
          No {kind} with this id is within {isAboutOther ? 'their' : 'your'} reach.
        </p>
        <p className={classes.aside}>
          There may be no such {kind}, or one outside {isAboutOther ? 'their' : 'your'} reach. The answer is
          the same on purpose, so that nobody can find out here who is a patient.
        </p>
      </Marked>
      <section className={classes.part}>
        <h3>What {isAboutOther ? 'they reach' : 'you reach'}</h3>
        <p>
          <Sentence words={verdict} />
        </p>
      </section>
      {mend !== undefined && <Mend mend={mend} />}
      {grants.length > 0 && <Grants grants={grants} />}
    </div>
  )
}

interface MarkedProps {
  readonly answer: Explanation['answer']
  readonly children: React.ReactNode
}

function Marked({ answer, children }: MarkedProps) {
  const { word, Icon } = marks[answer]
  return (
    <div className={classes.verdict} data-answer={answer}>
      <span className={classes.mark} aria-hidden="true">
        <Icon size={24} stroke={2.5} />
      </span>
      <div>
        <h2 className={classes.word}>{word}</h2>
        {children}
      </div>
    </div>
  )
}

function Mend({ mend }: { readonly mend: string }) {
  return (
    <section className={classes.part}>
      <h3>What would change it</h3>
      <p>
        <Sentence words={mend} />
      </p>
    </section>
  )
}

function Grants({ grants }: { readonly grants: Explanation['grants'] }) {
  return (
    <section className={classes.part}>
      <h3>What carries it</h3>
      <ul className={classes.grants}>
        {grants.map(({ id, words }) => (
          <li key={id}>
            <Sentence words={words} />
          </li>
        ))}
      </ul>
    </section>
  )
}
