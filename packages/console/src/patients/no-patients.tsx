import { Button } from '@mantine/core'
import { IconFilterOff, IconSearchOff, IconUsersMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { askWhy, eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { StepList } from '../explain/step-list.tsx'
import { Verdict } from '../explain/verdict.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import classes from './no-patients.module.css'

/** Nobody is in reach: says what keeps it so, and what would change it. */
export function NoReach() {
  const me = useMe()
  const question = askWhy(eyesOf(me), {})
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <section className={classes.empty} data-wide>
      <IconUsersMinus size={36} stroke={1.5} aria-hidden="true" />
      <h2>You reach no patients</h2>
      {me.manages.length > 0 && !me.actingFor && (
        <p>
          You act for nobody at the moment. Choose above for whom you act, and you reach the patients that
          person reaches.
        </p>
      )}
      {data ? (
        <div className={classes.why}>
          <Verdict explanation={data.explanation} />
          <StepList explanation={data.explanation} />
        </div>
      ) : error ? (
        <Trouble what="the reason" error={error} busy={isFetching} retry={retry} />
      ) : (
        <SlowNotice what="the reason" retry={retry} />
      )}
    </section>
  )
}

interface NoMatchProps {
  readonly search: string
  readonly clear: () => void
}

export function NoMatch({ search, clear }: NoMatchProps) {
  return (
    <section className={classes.empty}>
      <IconSearchOff size={36} stroke={1.5} aria-hidden="true" />
      <h2>No match for “{search}”</h2>
      <p>
        None of the patients you reach has a name that begins like this. Patients outside your reach are never
        listed.
      </p>
      <Button variant="light" onClick={clear}>
        Clear the search
      </Button>
    </section>
  )
}

/** The filter leaves nobody: not what one reaches, but what the screen shows. */
export function NoneInFilter({ search, clear }: NoMatchProps) {
  return (
    <section className={classes.empty}>
      <IconFilterOff size={36} stroke={1.5} aria-hidden="true" />
      <h2>The filter hides everyone</h2>
      <p>
        None of the patients you reach{search !== '' && ` whose name matches “${search}”`} fits the filter on
        this screen. Take it away, and they are listed again.
      </p>
      <Button variant="light" onClick={clear}>
        Clear the filter
      </Button>
    </section>
  )
}
