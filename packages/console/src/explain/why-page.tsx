import { Skeleton } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Help } from '../shell/help.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import type { AnySearch } from './any-search.ts'
import { AskAny } from './ask-any.tsx'
import { Causes } from './causes.tsx'
import type { AnyQuestion } from './questions.ts'
import { StepList } from './step-list.tsx'
import { OutOfReach, Verdict } from './verdict.tsx'
import { actsOf } from './vocabulary.ts'
import classes from './why-page.module.css'

const route = getRouteApi('/shell/why')

/** Checks anyone’s access: the question on one side, the verdict and its reasons on the other. */
export function WhyPage() {
  const me = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const question = questionIn(search, me)
  return (
    <>
      <title>Check access · Rolecall</title>
      <div className={classes.head}>
        <h1>Check access</h1>
        <p className={classes.lead}>See whether someone can do something, why, and how to change it.</p>
      </div>
      <div className={classes.sides}>
        <AskAny
          me={me}
          question={question}
          change={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
        />
        <Answer me={me} question={question} />
      </div>
      <Help
        title="Check access"
        page={[
          'Choose a person, an action and a type of record. Add a patient or another record, or leave it blank to see what they can do in general.',
          'The answer comes first. Below it are the usual reasons: a missing permission, a limit on patients, team access, or only a filter on your screen. All checks are listed at the end.',
          'The address of this page holds the question: copy it to share the answer. Everyone can check their own access; people who can view the activity log can check anyone’s.',
        ]}
        uses={['role', 'permission', 'teamAccess', 'tagLimit', 'restricted', 'filter', 'actingFor', 'reach']}
      />
    </>
  )
}

/** By default it is about viewing patients. An act the kind does not have is replaced by its first. */
function questionIn(
  { kind = 'patient', act = 'view', record, member, actingFor }: AnySearch,
  me: Me,
): AnyQuestion {
  const acts = actsOf(kind)
  return {
    kind,
    act: acts.length === 0 || acts.includes(act) ? act : (acts[0] ?? act),
    record,
    member: member === me.member.id ? undefined : member,
    // Whom one acts for oneself is part of one's session.
    actingFor: member === me.member.id ? undefined : actingFor,
  }
}

function Answer({ me, question }: { readonly me: Me; readonly question: AnyQuestion }) {
  const asked = queryOf('GET /api/why', viewerKey(me), { query: question })
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    ...asked,
    placeholderData: keepPreviousData,
  })
  const retry = useAskAgain(asked.queryKey)
  if (error) {
    return (
      <div className={classes.answer}>
        <Trouble what="the answer" error={error} busy={isFetching} retry={retry} />
      </div>
    )
  }
  if (!data) {
    return (
      <div className={classes.answer}>
        <SlowNotice what="the answer" retry={retry} />
        <Skeleton height={112} radius="lg" />
        <Skeleton height={120} radius="lg" />
        <Skeleton height={360} radius="lg" />
      </div>
    )
  }
  const { explanation } = data
  return (
    <section className={classes.answer} aria-label="Answer" aria-busy={isPlaceholderData}>
      {question.record !== undefined && data.about === 'reach' ? (
        <OutOfReach
          explanation={explanation}
          isAboutOther={question.member !== undefined}
          kind={question.kind}
        />
      ) : (
        <Verdict explanation={explanation} />
      )}
      <Causes explanation={explanation} question={question} />
      <StepList explanation={explanation} />
    </section>
  )
}
