import { Button } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { IconFilterOff, IconSearchOff, IconUsersMinus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import type { Explanation } from '../explain/explanation.ts'
import { StepList } from '../explain/step-list.tsx'
import { Verdict } from '../explain/verdict.tsx'
import { useActFor } from '../shell/use-act-for.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './no-patients.module.css'

/** The empty list of a person who can see no patients: the reason, and how to fix it. */
export function NoReach() {
  const me = useMe()
  const question = queryOf('GET /api/why', viewerKey(me))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <section className={classes.empty} data-wide>
      <IconUsersMinus size={36} stroke={1.5} aria-hidden="true" />
      {(data || error) && <h2>{headingOf(data?.explanation.answer)}</h2>}
      {data && me.manages.length > 0 && !me.actingFor && <ChooseWhoFor practitioners={me.manages} />}
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

function headingOf(answer: Explanation['answer'] | undefined): string {
  if (answer === undefined) return 'No patients'
  return answer === 'no' ? 'You don’t have access to any patients' : 'No patients yet'
}

/** The practitioners an assistant can choose from. */
function ChooseWhoFor({ practitioners }: { readonly practitioners: Me['manages'] }) {
  const change = useActFor()
  return (
    <>
      <p>Choose who you’re working for.</p>
      <div className={classes.choices}>
        {practitioners.map(({ id, name }) => (
          <Button
            key={id}
            variant="default"
            loading={change.isPending && change.variables === id}
            onClick={() => change.mutate(id)}
          >
            {name}
          </Button>
        ))}
      </div>
      {change.isError && (
        <Notice tone="trouble">
          <ErrorWords error={change.error} />
        </Notice>
      )}
    </>
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
      <p>None of the patients you can see has a name that starts with this.</p>
      <Button variant="light" onClick={clear}>
        Clear search
      </Button>
    </section>
  )
}

/** The empty list where the filters hide every patient one can see. */
export function NoneInFilter({ search, clear }: NoMatchProps) {
  return (
    <section className={classes.empty}>
      <IconFilterOff size={36} stroke={1.5} aria-hidden="true" />
      <h2>No patients match these filters</h2>
      {search !== '' && <p>Among patients whose name matches “{search}”.</p>}
      <Button variant="light" onClick={clear}>
        Clear filters
      </Button>
    </section>
  )
}
