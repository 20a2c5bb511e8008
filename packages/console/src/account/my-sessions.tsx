import { Button, Skeleton } from '@mantine/core'
import { IconDeviceDesktop } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { useWhen } from '../ui/use-when.ts'
import { deviceInWords } from './device-in-words.ts'
import classes from './my-sessions.module.css'

/** Every session one has in this practice, with a button to end it. */
export function MySessions() {
  const { whenInWords } = useWhen()
  const question = queryOf('GET /api/sessions', viewerKey(useMe()))
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const queries = useQueryClient()
  const after = { onSettled: () => queries.invalidateQueries({ queryKey: question.queryKey }) }
  const end = useMutation({
    mutationFn: (id: string) => call('DELETE /api/sessions/:id', { params: { id } }),
    ...after,
  })
  const endOthers = useMutation({ mutationFn: () => call('DELETE /api/sessions'), ...after })
  if (!data) {
    return error ? (
      <Trouble what="your sessions" error={error} busy={isFetching} retry={retry} />
    ) : (
      <>
        <SlowNotice what="your sessions" retry={retry} />
        <Skeleton height={52} />
        <Skeleton height={52} />
      </>
    )
  }
  const others = data.sessions.filter(({ current }) => !current)
  const trouble = end.error ?? endOthers.error
  return (
    <>
      {trouble && (
        <Notice tone="trouble">
          <ErrorWords error={trouble} /> The session hasn’t ended.
        </Notice>
      )}
      <ul className={classes.sessions}>
        {data.sessions.map(({ id, device, startedAt, lastSeenAt, current }) => (
          <li key={id} className={classes.session}>
            <IconDeviceDesktop size={20} aria-hidden="true" />
            <div className={classes.words}>
              <span className={classes.device} title={device}>
                {deviceInWords(device)}
              </span>
              <span className={classes.times}>
                {current ? 'This session, ' : `Last used ${whenInWords(lastSeenAt)}, `}
                since {whenInWords(startedAt)}
              </span>
            </div>
            {!current && (
              <Button
                variant="default"
                size="xs"
                loading={end.isPending && end.variables === id}
                aria-label={`End the session in ${deviceInWords(device)} since ${whenInWords(startedAt)}`}
                onClick={() => end.mutate(id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <Button variant="default" size="sm" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
          End all {others.length} other sessions
        </Button>
      )}
      {others.length === 0 && <p className={classes.times}>You’re not signed in anywhere else.</p>}
    </>
  )
}
