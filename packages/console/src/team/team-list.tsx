// biome-ignore-all lint/a11y/useSemanticElements: rows that come and go with the scrolling are placed one by one, which a table's own elements are not made for
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows have the focus, not their cells
import { Button, Skeleton, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ListedMember } from '@rolecall/contract'
import { IconArrowDown, IconArrowUp, IconSearchOff } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, memo, useLayoutEffect, useRef, useState } from 'react'
import { Initials } from '../ui/initials.tsx'
import { agoInWords, kindInWords, scopeLabel, standingInWords, standingSince } from './member-words.ts'
import classes from './team-list.module.css'
import { livingRoles, type TeamRow } from './team-rows.ts'
import type { Sorting } from './team-search.ts'
import type { Places } from './use-places.ts'

interface TeamListProps {
  readonly rows: readonly TeamRow[]
  readonly search: string
  readonly clearSearch: () => void
  readonly sort: Sorting
  readonly isDown: boolean
  readonly sortBy: (sort: Sorting) => void
  readonly places: Places
}

const columns: readonly { readonly label: string; readonly sort: Sorting }[] = [
  { label: 'Name', sort: 'name' },
  { label: 'Job', sort: 'job' },
  { label: 'Roles', sort: 'roles' },
  { label: 'Status', sort: 'status' },
  { label: 'Last seen', sort: 'seen' },
]

/** The team as a virtual list. One row at a time is in the tab order; the arrow keys move it. */
export function TeamList({ rows, search, clearSearch, sort, isDown, sortBy, places }: TeamListProps) {
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0))
  const [active, setActive] = useState(0)
  const current = nearestPerson(rows, active)
  const isNarrow = useMediaQuery('(max-width: 60em)', undefined, { getInitialValueInEffect: false })
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.row === 'group' ? 42 : isNarrow ? 128 : 62),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 10,
    scrollMargin: top,
    rangeExtractor: (range) => [...new Set([current, ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  })
  if (rows.length === 0) {
    return (
      <section className={classes.empty}>
        <IconSearchOff size={36} stroke={1.5} aria-hidden="true" />
        <h2>No results for “{search}”</h2>
        <p>Search looks at names, jobs, account types, roles, offices and statuses.</p>
        <Button variant="light" onClick={clearSearch}>
          Clear search
        </Button>
      </section>
    )
  }
  const open = (member: string): void => void navigate({ to: '/team/$member', params: { member } })
  const move = (event: KeyboardEvent): void => {
    const to = moved(event.key, current, rows)
    if (to === undefined) return
    event.preventDefault()
    setActive(to)
    virtual.scrollToIndex(to)
    requestAnimationFrame(() => {
      const row = list.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)
      row?.focus({ preventScroll: true })
      row?.scrollIntoView({ block: 'nearest' })
    })
  }
  return (
    <div role="grid" aria-label="The team" aria-rowcount={rows.length + 1} className={classes.grid}>
      <div role="rowgroup" className={classes.headings}>
        <div role="row" aria-rowindex={1} className={classes.columns}>
          {columns.map((column) => (
            <div
              key={column.sort}
              role="columnheader"
              aria-sort={column.sort === sort ? (isDown ? 'descending' : 'ascending') : 'none'}
            >
              <UnstyledButton className={classes.heading} onClick={() => sortBy(column.sort)}>
                {column.label}
                {column.sort === sort &&
                  (isDown ? (
                    <IconArrowDown size={14} aria-hidden="true" />
                  ) : (
                    <IconArrowUp size={14} aria-hidden="true" />
                  ))}
              </UnstyledButton>
            </div>
          ))}
        </div>
      </div>
      <div ref={list} role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index]
          const place = {
            ref: virtual.measureElement,
            'data-index': index,
            'aria-rowindex': index + 2,
            style: { transform: `translateY(${start - top}px)` },
          }
          if (row?.row === 'group') {
            return (
              <div key={key} {...place} role="row" className={classes.group}>
                <div role="gridcell" aria-colspan={columns.length}>
                  <strong>{row.label}</strong> <span className={classes.number}>{row.count}</span>
                </div>
              </div>
            )
          }
          return (
            row && (
              <div
                key={key}
                {...place}
                role="row"
                tabIndex={index === current ? 0 : -1}
                className={`${classes.row} ${classes.columns}`}
                data-standing={row.member.standing}
                onFocus={() => setActive(index)}
                onClick={() => open(row.member.id)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') open(row.member.id)
                  else move(event)
                }}
              >
                <Cells member={row.member} places={places} />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

interface CellsProps {
  readonly member: ListedMember
  readonly places: Places
}

const Cells = memo(function Cells({ member, places }: CellsProps) {
  const { id, name, kind, job, owner, lastSeen, manages } = member
  const since = standingSince(member, places.timeZone)
  const roles = livingRoles(member)
  const scopes = roles.map((held) => `${held.label} · ${scopeLabel(held, places)}`)
  return (
    <>
      <div role="gridcell" className={classes.nameCell}>
        <Initials name={name} />
        <span className={classes.words}>
          <Link
            to="/team/$member"
            params={{ member: id }}
            className={classes.name}
            title={name}
            // The row is what the arrow keys stop at; Enter on it does the same.
            tabIndex={-1}
            onClick={(event) => event.stopPropagation()}
          >
            {name}
          </Link>
          <span className={classes.kind}>
            {kindInWords(kind)}
            {owner && ', owner'}
          </span>
        </span>
      </div>
      <div role="gridcell" className={classes.jobCell} title={job}>
        {job}
      </div>
      <div role="gridcell" className={classes.rolesCell} title={scopes.join('\n')}>
        {roles.slice(0, 2).map((held) => (
          <span key={held.grant} className={classes.role}>
            <span className={classes.label}>{held.label}</span>
            <span className={classes.scope}>
              {' · '}
              {scopeLabel(held, places)}
              {held.when === 'later' && ', scheduled'}
            </span>
          </span>
        ))}
        {roles.length > 2 && <span className={classes.scope}>and {roles.length - 2} more</span>}
        {roles.length === 0 && <span className={classes.scope}>No role</span>}
        {manages.length > 0 && (
          <span className={classes.scope}>Works for {manages.map((one) => one.name).join(', ')}</span>
        )}
      </div>
      <div role="gridcell" className={classes.statusCell}>
        <span className={classes.status} data-standing={member.standing}>
          {standingInWords(member)}
        </span>
        {since !== undefined && <span className={classes.scope}>{since}</span>}
      </div>
      <div role="gridcell" className={classes.seenCell}>
        <span className={classes.cardLabel} aria-hidden="true">
          Last seen{' '}
        </span>
        <span
          title={
            lastSeen === null
              ? undefined
              : new Date(lastSeen).toLocaleString('en-GB', { timeZone: places.timeZone })
          }
        >
          {agoInWords(lastSeen, Date.now(), places.timeZone)}
        </span>
      </div>
    </>
  )
})

/** The person at an index, or the next below, or else above. */
function nearestPerson(rows: readonly TeamRow[], index: number): number {
  const from = Math.min(index, rows.length - 1)
  const below = rows.findIndex((row, at) => at >= from && row.row === 'member')
  return below === -1 ? rows.findLastIndex(({ row }) => row === 'member') : below
}

function moved(key: string, from: number, rows: readonly TeamRow[]): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return nearestPerson(rows, from + 1)
    case 'ArrowUp': {
      const above = rows.findLastIndex((row, at) => at < from && row.row === 'member')
      return above === -1 ? from : above
    }
    case 'Home':
      return nearestPerson(rows, 0)
    case 'End':
      return nearestPerson(rows, rows.length - 1)
    default:
      return undefined
  }
}

export function TeamListWaiting() {
  return (
    <div className={classes.grid} aria-busy="true" role="status" aria-label="Loading the team">
      {['62%', '48%', '71%', '55%', '66%', '44%'].map((width) => (
        <div key={width} className={classes.waiting} aria-hidden="true">
          <Skeleton height={32} circle />
          <Skeleton height={14} width={width} />
        </div>
      ))}
    </div>
  )
}
