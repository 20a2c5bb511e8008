// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go with the scrolling are placed one by one, which a table's own elements are not made for
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows have the focus, not the headings
import { Skeleton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type PatientFilter, patientsQuery } from '../api/patients.ts'
import { viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { useTags } from '../api/use-tags.ts'
import { useWhy } from '../explain/use-why.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { NoMatch, NoneInFilter, NoReach } from './no-patients.tsx'
import classes from './patient-list.module.css'
import { PatientRow } from './patient-row.tsx'

interface PatientListProps {
  readonly search: string
  readonly filter: PatientFilter
  readonly clearSearch: () => void
  readonly clearFilter: () => void
}

const columns = ['Patient', 'Born', 'Care team', 'Tags', 'Location', 'Restricted', 'Why?'] as const
/** Fetch on when this few rows are left below. */
const ahead = 30

/**
 * One row for each patient in reach. Only the rows in view exist, so a hundred thousand scroll like a hundred.
 *
 * It is a grid of which one row at a time can be tabbed to; the arrow keys move that row.
 */
export function PatientList({ search, filter, clearSearch, clearFilter }: PatientListProps) {
  const { ask } = useWhy()
  const navigate = useNavigate()
  const open = useCallback(
    (patient: string): void => void navigate({ to: '/patients/$patient', params: { patient } }),
    [navigate],
  )
  const me = useMe()
  const question = patientsQuery(viewerKey(me), search, filter)
  const { data, error, isFetching, isFetchingNextPage, isPlaceholderData, hasNextPage, fetchNextPage } =
    useInfiniteQuery(question)
  const retry = useAskAgain(question.queryKey)
  const tags = useTags()
  const places = useLocations()
  const patients = useMemo(() => data?.pages.flatMap((page) => page.patients) ?? [], [data])

  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  // What stands above the rows comes and goes, so their place is read after every drawing.
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0))

  // Another search begins at its first row again.
  const [active, setActive] = useState({ search, index: 0 })
  const current = active.search === search ? Math.min(active.index, Math.max(patients.length - 1, 0)) : 0
  const isNarrow = useMediaQuery('(max-width: 60em)', undefined, { getInitialValueInEffect: false })
  const rows = useWindowVirtualizer({
    count: patients.length,
    estimateSize: () => (isNarrow ? 176 : 61),
    gap: isNarrow ? 12 : 0,
    getItemKey: (index) => patients[index]?.id ?? index,
    overscan: 12,
    scrollMargin: top,
    // The row with the focus stays, however far one scrolls.
    rangeExtractor: (range) => [...new Set([current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  })

  const last = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetching && !error && last >= patients.length - ahead) void fetchNextPage()
  }, [last, hasNextPage, isFetching, error, patients.length, fetchNextPage])

  if (!data) {
    return error ? (
      <Trouble what="your patients" error={error} busy={isFetching} retry={retry} />
    ) : (
      <Loading retry={retry} />
    )
  }
  if (patients.length === 0) {
    if (filter.tag !== undefined || filter.practitioner !== undefined) {
      return <NoneInFilter search={search} clear={clearFilter} />
    }
    return search === '' ? <NoReach /> : <NoMatch search={search} clear={clearSearch} />
  }

  const move = (event: KeyboardEvent): void => {
    const to = moved(event.key, current, patients.length)
    if (to === undefined) return
    event.preventDefault()
    setActive({ search, index: to })
    requestAnimationFrame(() => {
      const row = list.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    })
  }

  return (
    <div className={classes.frame}>
      {isPlaceholderData && (
        <div className={classes.slow}>
          <SlowNotice key={search} what="search results" retry={retry} />
        </div>
      )}
      {error && !isFetchingNextPage && !isFetching && (
        <div className={classes.trouble}>
          <Trouble
            what={hasNextPage ? 'more patients' : 'the latest list of patients'}
            error={error}
            busy={isFetching}
            retry={hasNextPage ? () => void fetchNextPage() : retry}
          />
        </div>
      )}
      <div
        role="grid"
        aria-label="Patients you can see"
        aria-rowcount={hasNextPage ? -1 : patients.length + 1}
        aria-busy={isPlaceholderData}
        className={classes.grid}
      >
        <div role="rowgroup" className={classes.headings}>
          <div role="row" aria-rowindex={1} className={classes.columns}>
            {columns.map((column) => (
              <div key={column} role="columnheader" className={classes.heading}>
                {column === 'Why?' ? <span className={classes.unseen}>{column}</span> : column}
              </div>
            ))}
          </div>
        </div>
        <div ref={list} role="rowgroup" className={classes.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const patient = patients[index]
            return (
              patient && (
                <div
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  role="row"
                  aria-rowindex={index + 2}
                  tabIndex={index === current ? 0 : -1}
                  className={`${classes.row} ${classes.columns}`}
                  style={{ transform: `translateY(${start - top}px)` }}
                  onFocus={() => setActive({ search, index })}
                  onClick={(event) => {
                    // A text that is being marked, and what can be pressed in the row, are not the row.
                    const isOther =
                      event.target instanceof Element && event.target.closest('a, button') !== null
                    if (!isOther && getSelection()?.isCollapsed !== false) open(patient.id)
                  }}
                  onKeyDown={(event) => {
                    if (event.target !== event.currentTarget) return move(event)
                    if (event.key === 'Enter') open(patient.id)
                    else if (event.key === '?') ask(patient.id)
                    else move(event)
                  }}
                >
                  <PatientRow patient={patient} tags={tags} places={places} ask={ask} open={open} />
                </div>
              )
            )
          })}
        </div>
      </div>
      {isFetchingNextPage && (
        <div className={classes.more} role="status">
          Loading more patients…
        </div>
      )}
    </div>
  )
}

function moved(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, count - 1)
    case 'ArrowUp':
      return Math.max(from - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return undefined
  }
}

function Loading({ retry }: { readonly retry: () => void }) {
  return (
    <>
      <div className={classes.slow}>
        <SlowNotice what="your patients" retry={retry} />
      </div>
      <div className={classes.grid} aria-busy="true" role="status" aria-label="Loading your patients">
        <div className={classes.headings}>
          <div className={classes.columns} aria-hidden="true">
            {columns.map((column) => (
              <div key={column} className={classes.heading}>
                {column === 'Why?' ? '' : column}
              </div>
            ))}
          </div>
        </div>
        {['62%', '48%', '71%', '55%', '66%', '44%', '58%', '68%'].map((width) => (
          <div key={width} className={`${classes.waiting} ${classes.columns}`} aria-hidden="true">
            <Skeleton height={14} width={width} />
            <Skeleton height={14} width="80%" />
            <Skeleton height={14} width={width} />
            <Skeleton height={14} width="50%" />
            <Skeleton height={14} width="60%" />
            <span />
            <Skeleton height={26} width={56} />
          </div>
        ))}
      </div>
    </>
  )
}
