import { Skeleton } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Help } from '../shell/help.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import type { AnySearch } from './any-search.ts'
import { AskAny } from './ask-any.tsx'
import { Causes } from './causes.tsx'
import { type AnyQuestion, askWhyAny } from './queries.ts'
import { StepList } from './step-list.tsx'
import { OutOfReach, Verdict } from './verdict.tsx'
import { actsOf } from './vocabulary.ts'
import classes from './why-page.module.css'

const route = getRouteApi('/shell/why')

/** Why anybody may do anything or not: the question on one side, the verdict and its reasons on the other. */
export function WhyPage() {
  const me = useMe()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const question = questionIn(search, me)
  return (
    <>
      <title>Why? · Rolecall</title>
      <div className={classes.head}>
        <h1>Why?</h1>
        <p className={classes.lead}>Why somebody may do something, or may not, and what would change it.</p>
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
        title="Why?"
        page={[
          'Choose a person, what they would do, and to what. Name a patient or another record, or leave it out: then the answer says what they reach at all.',
          'The verdict comes first. Below it are the four usual causes, so that you see at once which one it is: a role that lacks the permission, a limit on patients, team access, or only a filter on the screen. The nine steps show the whole way.',
          'The address of this page holds the question: copy it to show somebody the answer. Everybody may ask about themselves; those who may view the activity log may ask about anybody.',
        ]}
        uses={['role', 'permission', 'teamAccess', 'tagLimit', 'restricted', 'filter', 'actingFor', 'reach']}
      />
    </>
  )
}

/** Without a kind or an act it is about viewing patients. An act that the kind does not have is its first. */
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
    actingFor,
  }
}

function Answer({ me, question }: { readonly me: Me; readonly question: AnyQuestion }) {
  const asked = askWhyAny(eyesOf(me), question)
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
    <section className={classes.answer} aria-label="The answer" aria-busy={isPlaceholderData}>
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
