import { Button, Modal, Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { StepList } from '../explain/step-list.tsx'
import { Verdict } from '../explain/verdict.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import classes from './why-act.module.css'

/** About an act on a record, or, without a record, on a kind of record at all. */
export interface ActQuestion {
  readonly kind: string
  readonly act: string
  readonly record?: string | undefined
}

interface WhyActProps {
  readonly question: ActQuestion
  /** The act as a reader would say it: `sign this note`. */
  readonly what: string
}

/** Why an act is closed to oneself: a small button, and the nine steps behind it. */
export function WhyAct({ question, what }: WhyActProps) {
  const [isOpen, setIsOpen] = useState(false)
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <>
      <Button size="compact-xs" variant="light" aria-label={`Why? ${what}`} onClick={() => setIsOpen(true)}>
        Why?
      </Button>
      <Modal.Root opened={isOpen} onClose={() => setIsOpen(false)} size={560} fullScreen={isNarrow}>
        <Modal.Overlay backgroundOpacity={0.35} />
        <Modal.Content classNames={{ content: classes.surface }}>
          {/* The page has its banner already. */}
          <Modal.Header role="presentation" className={classes.surface}>
            <Modal.Title className={classes.title}>Why can’t I {what}?</Modal.Title>
            <Modal.CloseButton aria-label="Close Why?" />
          </Modal.Header>
          <Modal.Body>
            <Answer question={question} />
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  )
}

function Answer({ question }: { readonly question: ActQuestion }) {
  const me = useMe()
  const asked = queryOf('GET /api/why', viewerKey(me), { query: question })
  const { data, error, isFetching } = useQuery(asked)
  const retry = useAskAgain(asked.queryKey)
  if (data) {
    return (
      <div className={classes.answer}>
        <Verdict explanation={data.explanation} />
        <StepList explanation={data.explanation} />
      </div>
    )
  }
  if (error) return <Trouble what="the answer" error={error} busy={isFetching} retry={retry} />
  return (
    <div className={classes.answer} aria-busy="true">
      <SlowNotice what="the answer" retry={retry} />
      <Skeleton height={112} radius="lg" />
      <Skeleton height={320} radius="lg" />
    </div>
  )
}
