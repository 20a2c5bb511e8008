import { Button, Skeleton } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { AskedAbout } from './asked-about.tsx'
import type { WhyQuestion } from './questions.ts'
import { StepList } from './step-list.tsx'
import { useListedPatient } from './use-listed-patient.ts'
import { useWhy } from './use-why.ts'
import { OutOfReach, Verdict } from './verdict.tsx'
import classes from './why-answer.module.css'

interface WhyAnswerProps {
  readonly me: Me
  readonly question: WhyQuestion & { readonly patient: string }
}

export function WhyAnswer({ me, question }: WhyAnswerProps) {
  const asked = queryOf('GET /api/why', viewerKey(me), { query: question })
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...asked,
    placeholderData: keepPreviousData,
  })
  const { askAs } = useWhy()
  const retry = useAskAgain(asked.queryKey)
  return (
    <div className={classes.answer}>
      <Patient id={question.patient} />
      {me.mayAskForOthers && <AskedAbout me={me} question={question} />}
      {error && <Trouble what="the answer" error={error} busy={isFetching} retry={retry} />}
      {error && question.member !== undefined && (
        <Button variant="default" onClick={() => askAs()}>
          Show my access
        </Button>
      )}
      {data && !error && (
        <div className={classes.parts} aria-busy={isPlaceholderData}>
          {data.about === 'reach' ? (
            <OutOfReach explanation={data.explanation} isAboutOther={question.member !== undefined} />
          ) : (
            <Verdict explanation={data.explanation} />
          )}
          <StepList explanation={data.explanation} />
        </div>
      )}
      {!data && !error && (
        <>
          <SlowNotice what="the answer" retry={retry} />
          <Skeleton height={112} radius="lg" />
          {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => (
            <Skeleton key={step} height={40} />
          ))}
        </>
      )}
    </div>
  )
}

/** The patient, by name if the reader’s own list has one. */
function Patient({ id }: { readonly id: string }) {
  const listed = useListedPatient(id)
  return listed ? (
    <p className={classes.patient}>
      <strong>
        {listed.given} {listed.family}
      </strong>
      <span className={classes.id}>{id}</span>
    </p>
  ) : (
    <p className={classes.patient}>
      Patient number <strong>{id}</strong>
    </p>
  )
}
