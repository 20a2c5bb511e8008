import { IconCheck, IconQuestionMark, IconX } from '@tabler/icons-react'
import { Sentence } from '../ui/sentence.tsx'
import type { Explanation } from './explanation.ts'
import classes from './verdict.module.css'
import { labelOf } from './vocabulary.ts'

const marks = {
  yes: { word: 'Yes', Icon: IconCheck },
  no: { word: 'No', Icon: IconX },
  depends: { word: 'It depends', Icon: IconQuestionMark },
} as const

/** Yes or no first, then how to fix it, then what allows it. */
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
  /** The kind of record, if it is not a patient. */
  readonly kind?: string
}

/**
 * A record the person can’t see and one that does not exist must look the same. So this describes the access only,
 * never the record.
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
          {labelOf(kind)} not found, or {isAboutOther ? 'they' : 'you'} don’t have access.
        </p>
        <p className={classes.aside}>For privacy we don’t say which.</p>
      </Marked>
      <section className={classes.part}>
        <h3>What {isAboutOther ? 'they' : 'you'} can see</h3>
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
      <h3>How to fix it</h3>
      <p>
        <Sentence words={mend} />
      </p>
    </section>
  )
}

function Grants({ grants }: { readonly grants: Explanation['grants'] }) {
  return (
    <section className={classes.part}>
      <h3>Allowed by</h3>
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
