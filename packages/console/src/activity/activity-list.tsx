import { Button, Skeleton } from '@mantine/core'
import type { AuditEntry } from '@rolecall/contract'
import { IconListSearch, IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import classes from './activity-list.module.css'
import { ActivityRow } from './activity-row.tsx'
import type { ActivitySearch } from './activity-search.ts'
import { EntryDrawer } from './entry-drawer.tsx'
import { auditQuery } from './queries.ts'
import { dayInWords } from './when.ts'

interface ActivityListProps {
  readonly filter: ActivitySearch
  readonly change: (filter: ActivitySearch) => void
}

type Row =
  | { readonly kind: 'day'; readonly key: string; readonly words: string }
  | { readonly kind: 'entry'; readonly key: string; readonly entry: AuditEntry }

/** Fetch on when this few rows are left below. */
const ahead = 30

/** The log as a virtual list, newest first, grouped by day. */
export function ActivityList({ filter, change }: ActivityListProps) {
  const me = useMe()
  const timeZone = useTimeZone()
  const queries = useQueryClient()
  const question = auditQuery(viewerKey(me), filter, timeZone)
  const { data, error, isFetching, isFetchingNextPage, isPlaceholderData, hasNextPage, fetchNextPage } =
    useInfiniteQuery(question)
  const retry = useAskAgain(question.queryKey)
  const entries = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data])
  const lines = useMemo(() => underDays(entries, timeZone), [entries, timeZone])
  const [open, setOpen] = useState<AuditEntry>()

  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  // What is above changes height, so the offset of the list is read after every render.
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0))

  const [active, setActive] = useState(1)
  const current = Math.min(active, Math.max(lines.length - 1, 0))
  const rows = useWindowVirtualizer({
    count: lines.length,
    estimateSize: (index) => (lines[index]?.kind === 'day' ? 49 : 45),
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 15,
    scrollMargin: top,
    // The focused line stays rendered while scrolling.
    rangeExtractor: (range) => [...new Set([current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  })
  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetching && !error && last >= lines.length - ahead) void fetchNextPage()
  }, [last, hasNextPage, isFetching, error, lines.length, fetchNextPage])

  if (!data) {
    return error ? (
      <Trouble what="the log" error={error} busy={isFetching} retry={retry} />
    ) : (
      <Loading retry={retry} />
    )
  }

  const move = (event: KeyboardEvent): void => {
    const to = moved(event.key, current, lines)
    if (to === undefined) return
    event.preventDefault()
    setActive(to)
    rows.scrollToIndex(to)
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLElement>(`[data-index="${to}"] button`)?.focus({ preventScroll: true }),
    )
  }
  const refresh = (): void => {
    window.scrollTo({ top: 0 })
    setActive(1)
    // From the newest entry again, and not every page scrolled through so far.
    void queries.resetQueries({ queryKey: question.queryKey, exact: true })
  }
  return (
    <>
      <div className={classes.bar}>
        <p role="status" className={classes.count}>
          {countInWords(entries.length, hasNextPage)}
        </p>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconRefresh size={16} />}
          loading={isFetching && !isFetchingNextPage}
          onClick={refresh}
        >
          Refresh
        </Button>
      </div>
      {error && !isFetching && (
        <div className={classes.trouble}>
          <Trouble
            what={isFetchingNextPage || hasNextPage ? 'older entries' : 'the newest entries'}
            error={error}
            busy={isFetching}
            retry={hasNextPage ? () => void fetchNextPage() : retry}
          />
        </div>
      )}
      {lines.length === 0 ? (
        <NoEntries filter={filter} clear={() => change({})} />
      ) : (
        <ul
          ref={list}
          aria-label="Log entries"
          className={classes.list}
          aria-busy={isPlaceholderData}
          style={{ height: rows.getTotalSize() }}
        >
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const line = lines[index]
            return (
              line && (
                <li
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  aria-posinset={index + 1}
                  aria-setsize={hasNextPage ? -1 : lines.length}
                  className={classes.line}
                  data-day={line.kind === 'day' || undefined}
                  style={{ transform: `translateY(${start - top}px)` }}
                >
                  {line.kind === 'day' ? (
                    <h2 className={classes.day}>{line.words}</h2>
                  ) : (
                    <ActivityRow
                      entry={line.entry}
                      isCurrent={index === current}
                      open={() => setOpen(line.entry)}
                      onFocus={() => setActive(index)}
                      onKeyDown={move}
                    />
                  )}
                </li>
              )
            )
          })}
        </ul>
      )}
      {isFetchingNextPage && (
        <p className={classes.more} role="status">
          Loading older entries…
        </p>
      )}
      <EntryDrawer entry={open} close={() => setOpen(undefined)} filter={filter} change={change} />
    </>
  )
}

function underDays(entries: readonly AuditEntry[], timeZone: string): readonly Row[] {
  const now = new Date()
  const rows: Row[] = []
  let day = ''
  for (const entry of entries) {
    const words = dayInWords(entry.at, timeZone, now)
    if (words !== day) rows.push({ kind: 'day', key: words, words })
    day = words
    rows.push({ kind: 'entry', key: entry.id, entry })
  }
  return rows
}

const number = new Intl.NumberFormat('en')

function countInWords(count: number, isMore: boolean): string {
  if (count === 0) return 'No entries'
  const entries = `${number.format(count)} ${count === 1 ? 'entry' : 'entries'}`
  return isMore ? `Latest ${entries}` : entries
}

/** The line a key moves to, skipping days. */
function moved(key: string, from: number, lines: readonly Row[]): number | undefined {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (key === 'Home') return 1
  if (key === 'End') return lines.length - 1
  if (step === undefined) return undefined
  const to = from + step
  const beyond = lines[to]?.kind === 'day' ? to + step : to
  return lines[beyond]?.kind === 'entry' ? beyond : from
}

function NoEntries({ filter, clear }: { readonly filter: ActivitySearch; readonly clear: () => void }) {
  const isFiltered = Object.keys(filter).length > 0
  return (
    <section className={classes.empty}>
      <IconListSearch size={36} stroke={1.5} aria-hidden="true" />
      <h2>{isFiltered ? 'No entries match these filters' : 'No activity yet'}</h2>
      <p>
        {isFiltered
          ? 'Remove a filter to see more entries.'
          : 'Everything people view, change or are denied will be listed here.'}
      </p>
      {isFiltered && (
        <Button variant="light" onClick={clear}>
          Clear filters
        </Button>
      )}
    </section>
  )
}

function Loading({ retry }: { readonly retry: () => void }) {
  return (
    <div role="status" aria-busy="true" aria-label="Loading the log">
      <SlowNotice what="the log" retry={retry} />
      <div className={classes.waiting} aria-hidden="true">
        {['62%', '48%', '71%', '55%', '66%', '44%', '58%', '68%'].map((width) => (
          <Skeleton key={width} height={16} width={width} />
        ))}
      </div>
    </div>
  )
}
