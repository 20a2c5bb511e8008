import { Button } from '@mantine/core'
import type { AuditEntry } from '@rolecall/contract'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { useTimeZone } from '../api/use-time-zone.ts'
import { topics } from '../explain/topics.ts'
import { labelOf, verbOf } from '../explain/vocabulary.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { type ActivitySearch, asked } from './activity-search.ts'
import { csvLine } from './csv.ts'
import classes from './export-log.module.css'

const columns = [
  'When',
  'Who',
  'Working for',
  'Event',
  'Type of record',
  'Action',
  'Records',
  'Result',
  'Denied by',
]
const number = new Intl.NumberFormat('en')

interface Progress {
  readonly lines: string[]
  after: string
}

/** Saves the filtered entries as CSV, page by page. */
export function ExportLog({ filter }: { readonly filter: ActivitySearch }) {
  const timeZone = useTimeZone()
  const [count, setCount] = useState(0)
  // Pages fetched before a lost connection are kept: the export continues after them.
  const progress = useRef<Progress>({ lines: [], after: '' })
  const stopping = useRef(new AbortController())
  useEffect(() => () => stopping.current.abort(), [])
  const run = useMutation({
    mutationFn: async () => {
      stopping.current = new AbortController()
      const { signal } = stopping.current
      for (;;) {
        const { entries, next } = await call('GET /api/audit', {
          query: { ...asked(filter, timeZone), after: progress.current.after, limit: 200 },
          signal,
        })
        for (const entry of entries) progress.current.lines.push(csvLine(cellsOf(entry)))
        setCount(progress.current.lines.length)
        if (next === null) return
        progress.current.after = next
      }
    },
    onSuccess: () => {
      save([csvLine(columns), ...progress.current.lines])
      progress.current = { lines: [], after: '' }
    },
  })
  const stop = (): void => {
    stopping.current.abort()
    progress.current = { lines: [], after: '' }
    setCount(0)
    run.reset()
  }
  return (
    <div className={classes.export}>
      {run.isPending ? (
        <>
          <span role="status" className={classes.count}>
            {number.format(count)} entries so far
          </span>
          <Button variant="default" size="sm" onClick={stop}>
            Stop
          </Button>
        </>
      ) : (
        <>
          <span role="status" className={classes.count}>
            {run.isSuccess && `${number.format(count)} ${count === 1 ? 'entry' : 'entries'} exported`}
          </span>
          {run.isError && (
            <span role="alert" className={classes.trouble}>
              <ErrorWords error={run.error} /> {number.format(count)} entries so far are kept.
            </span>
          )}
          <Button
            variant="default"
            size="sm"
            leftSection={<IconDownload size={17} />}
            title="Save the filtered entries as a spreadsheet (CSV)"
            onClick={() => run.mutate()}
          >
            {run.isError ? 'Continue export' : 'Export'}
          </Button>
        </>
      )}
    </div>
  )
}

function cellsOf(entry: AuditEntry): readonly string[] {
  const { at, member, actingFor, words, kind, act, records, outcome, step } = entry
  return [
    at,
    member?.name ?? '',
    actingFor?.name ?? '',
    words,
    kind === null ? '' : labelOf(kind),
    act === null ? '' : verbOf(kind ?? undefined, act),
    records.join(' '),
    outcome,
    step === null ? '' : topics[step],
  ]
}

function save(lines: readonly string[]): void {
  // The byte order mark tells spreadsheets that it is UTF-8.
  const address = URL.createObjectURL(new Blob(['\uFEFF', ...lines], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `activity-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  URL.revokeObjectURL(address)
}
