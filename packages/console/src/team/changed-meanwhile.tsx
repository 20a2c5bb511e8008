import { Button } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Failure } from '../api/failure.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import classes from '../ui/dialog.module.css'

interface ChangedMeanwhileProps {
  readonly member: string
  readonly error: unknown
  /** The latest version, in sentences. */
  readonly describe: (now: WholeMember) => readonly string[]
  /** Continue with this version of the form, based on the latest version. */
  readonly goOn: (version: number) => void
}

/** Someone else saved while a form was open: shows the latest version and lets the person keep theirs. */
export function ChangedMeanwhile({ member, error, describe, goOn }: ChangedMeanwhileProps) {
  const me = useMe()
  const isStale = error instanceof Failure && error.status === 412
  const { data, isFetching } = useQuery({
    ...queryOf('GET /api/members/:id', viewerKey(me), { params: { id: member } }),
    enabled: isStale,
    staleTime: 0,
    refetchOnMount: 'always',
  })
  if (!isStale || !data || isFetching) return null
  return (
    <div role="status" className={classes.meanwhile}>
      <p>Someone else changed this. Latest version:</p>
      <ul>
        {describe(data).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Button size="xs" variant="default" onClick={() => goOn(data.version)}>
        Keep my version
      </Button>
    </div>
  )
}
