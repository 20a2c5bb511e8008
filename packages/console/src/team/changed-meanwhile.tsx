import { Button } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import classes from '../ui/dialog.module.css'
import { askMember } from './queries.ts'

interface ChangedMeanwhileProps {
  readonly member: string
  readonly error: unknown
  /** What it is now, in sentences. */
  readonly describe: (now: WholeMember) => readonly string[]
  /** Go on with what is filled in, upon what it is now. */
  readonly goOn: (version: number) => void
}

/** Somebody else saved while a form was open: what it is now, and the way on. Nothing that was filled in is lost. */
export function ChangedMeanwhile({ member, error, describe, goOn }: ChangedMeanwhileProps) {
  const me = useMe()
  const isStale = error instanceof Failure && error.status === 412
  const { data, isFetching } = useQuery({
    ...askMember(eyesOf(me), member),
    enabled: isStale,
    staleTime: 0,
    refetchOnMount: 'always',
  })
  if (!isStale || !data || isFetching) return null
  return (
    <div role="status" className={classes.meanwhile}>
      <p>Now it is:</p>
      <ul>
        {describe(data).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Button size="xs" variant="default" onClick={() => goOn(data.version)}>
        Keep what I filled in instead
      </Button>
    </div>
  )
}
