import type { Me } from '@rolecall/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { whenIn } from '../ui/when.ts'
import classes from './announcements.module.css'

interface AnnouncementsProps {
  readonly me: Me
  /** Where whoever works with the keyboard goes on, once the button they pressed is gone. */
  readonly goOn: () => void
}

/**
 * What one was told of, such as what was done at the machine or what an import brought: above every page, until they
 * say that they have seen it. Where it cannot be asked for, the page below says so.
 */
export function Announcements({ me, goOn }: AnnouncementsProps) {
  const question = queryOf('GET /api/announcements', viewerKey(me))
  const { data } = useQuery(question)
  const queries = useQueryClient()
  const see = useMutation({
    mutationFn: (id: string) => call('PUT /api/announcements/:id/seen', { params: { id } }),
    onSuccess(_, seen) {
      const others = (data?.announcements ?? []).filter(({ id }) => id !== seen)
      queries.setQueryData(question.queryKey, { announcements: others })
      goOn()
    },
    onError: () => queries.invalidateQueries({ queryKey: question.queryKey }),
  })
  const { whenInWords } = whenIn(me.practice.timeZone)
  if (data === undefined || data.announcements.length === 0) return null
  return (
    <section aria-label="Announcements" className={classes.announcements}>
      {see.error && (
        <Notice tone="trouble">
          <ErrorWords error={see.error} /> The announcement stays here for now.
        </Notice>
      )}
      {data.announcements.map(({ id, at, words }) => (
        <Notice
          key={id}
          tone="trouble"
          action={{
            label: 'Mark as read',
            run: () => see.mutate(id),
            busy: see.isPending && see.variables === id,
          }}
        >
          <strong>{whenInWords(at)}</strong> <Sentence words={words} />
        </Notice>
      ))}
    </section>
  )
}
