import { Button, Checkbox } from '@mantine/core'
import type { ImportReport } from '@rolecall/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Failure } from '../api/failure.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { upload } from '../api/upload.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { ErrorWords } from '../ui/error-words.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { ChooseFiles } from './choose-files.tsx'
import classes from './import-page.module.css'
import { ImportProgress } from './import-progress.tsx'
import { ImportReportParts } from './import-report.tsx'
import { type DateOrder, isTable, pickedOf } from './picked-files.ts'

const route = getRouteApi('/shell/import')

/** Imports records: choose files, preview, then import. */
export function ImportPage() {
  const me = useMe()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const follow = (next: string | undefined): void =>
    void navigate({ search: next === undefined ? {} : { run: next }, replace: true })
  return (
    <Page
      title="Import"
      isOpen={me.open.includes('importFiles')}
      closed={{ what: 'Import', kind: 'demographicImport', act: 'run' }}
      help={{
        title: 'Importing',
        page: [
          'Rolecall reads FHIR R4 (files that end in .ndjson, or Bundles in .json) and tables of patients (.csv). Drop them all at once, or a whole folder: they may refer to each other.',
          'The preview shows how many records are new, how many change, and which rows can’t be imported. One unreadable row stops the whole import, unless you choose to skip unreadable rows.',
          'Importing the same files again doesn’t create duplicates. An import only changes patients you can see.',
        ],
        uses: ['patient', 'reach', 'badLine', 'role'],
      }}
    >
      <h1>Import</h1>
      <p className={classes.lead}>
        Import patients, appointments and notes from another system. Preview before anything is saved.
      </p>
      {run === undefined ? (
        <Import follow={follow} />
      ) : (
        <Followed run={run} startAgain={() => follow(undefined)} />
      )}
    </Page>
  )
}

interface Sending {
  /** Only say what would come of it. */
  readonly dryRun: boolean
  /** Leave bad lines out, instead of everything. */
  readonly skipBad: boolean
  /** Take lines too that widen the sender's own access. */
  readonly confirmed: boolean
}

function Import({ follow }: { readonly follow: (run: string) => void }) {
  const [files, setFiles] = useState<readonly File[]>([])
  const [left, setLeft] = useState<readonly string[]>([])
  const [dates, setDates] = useState<DateOrder>()
  const [sent, setSent] = useState(0)
  const queries = useQueryClient()
  const send = ({ dryRun, skipBad, confirmed }: Sending): Promise<ImportReport> =>
    upload('POST /api/imports', {
      query: { dryRun: `${dryRun}`, skipBad: `${skipBad}`, confirmed: `${confirmed}`, dates },
      files,
      onProgress: setSent,
    })
  const look = useMutation({
    mutationFn: (confirmed: boolean) => send({ dryRun: true, skipBad: true, confirmed }),
    onMutate: () => setSent(0),
  })
  const keep = useMutation({
    // What was confirmed for the preview.
    mutationFn: (skipBad: boolean) => send({ dryRun: false, skipBad, confirmed: look.variables === true }),
    onMutate: () => setSent(0),
    onSuccess: ({ id }) => {
      follow(id)
      // Lists may have new records now.
      void queries.invalidateQueries()
    },
  })
  const change = (next: readonly File[]): void => {
    setFiles(next)
    // The preview was of other files.
    look.reset()
    keep.reset()
  }
  const isBusy = look.isPending || keep.isPending
  return (
    <div className={classes.parts}>
      <ChooseFiles
        files={files}
        left={left}
        isBusy={isBusy}
        add={(more) => {
          const picked = pickedOf(more)
          const names = new Set(picked.files.map(({ name }) => name))
          change([...files.filter(({ name }) => !names.has(name)), ...picked.files])
          setLeft(picked.left)
        }}
        change={change}
        dates={files.some(isTable) ? { order: dates, change: setDates } : undefined}
      />
      {files.length > 0 && !look.isSuccess && (
        <div className={classes.actions}>
          <Button onClick={() => look.mutate(false)} loading={isBusy}>
            Preview import
          </Button>
          <span className={classes.aside}>Nothing is saved yet.</span>
        </div>
      )}
      {isBusy && (
        <ImportProgress part={sent < 1 ? sent : undefined} words={progressInWords(sent, look.isPending)} />
      )}
      {look.isError && <NotSent error={look.error} retry={() => look.mutate(look.variables)} />}
      {look.data && (
        <Preview
          key={look.submittedAt}
          report={look.data}
          isBusy={isBusy}
          keep={(skipBad) => keep.mutate(skipBad)}
          confirm={() => look.mutate(true)}
        />
      )}
      {keep.isError && (
        <NotSent
          error={keep.error}
          retry={() => keep.variables !== undefined && keep.mutate(keep.variables)}
        />
      )}
    </div>
  )
}

function progressInWords(sent: number, isLook: boolean): string {
  if (sent < 1) return `Sending, ${Math.round(sent * 100)} %`
  return isLook ? 'Reading files' : 'Importing'
}

function NotSent({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const passes = error instanceof Failure && error.passes
  return (
    <Notice tone="trouble" {...(passes && { action: { label: 'Try again', run: retry } })}>
      <ErrorWords error={error} /> Your files are still selected.
    </Notice>
  )
}

interface PreviewProps {
  readonly report: ImportReport
  readonly isBusy: boolean
  readonly keep: (skipBad: boolean) => void
  /** Preview again, with the rows that widen the reader’s own access. */
  readonly confirm: () => void
}

function Preview({ report, isBusy, keep, confirm }: PreviewProps) {
  const [leavesOut, setLeavesOut] = useState(false)
  const isBad = report.badLineCount > 0
  const brings = Object.values(report.kinds ?? {}).reduce(
    (sum, { added, changed }) => sum + added + changed,
    0,
  )
  const isRefused = report.state !== 'done'
  const reason = isRefused
    ? 'Nothing can be imported yet.'
    : brings === 0
      ? 'No new records in these files.'
      : isBad && !leavesOut
        ? 'Fix the unreadable rows, or choose to skip them.'
        : undefined
  return (
    <>
      <ImportReportParts report={report} isTrial />
      {report.confirmable !== undefined && (
        <Notice tone="trouble" action={{ label: 'Continue', run: confirm, busy: isBusy }}>
          {report.confirmable === 1 ? 'One row' : `${number.format(report.confirmable)} rows`} would also
          widen your own access to existing patients. Continue with {report.confirmable === 1 ? 'it' : 'them'}
          ? The activity log records it.
        </Notice>
      )}
      <section className={classes.decide} aria-label="Import">
        {isBad && !isRefused && (
          <Checkbox
            label={`Skip ${report.badLineCount === 1 ? '1 unreadable row' : `${number.format(report.badLineCount)} unreadable rows`} and import the rest`}
            checked={leavesOut}
            onChange={(event) => setLeavesOut(event.currentTarget.checked)}
          />
        )}
        <div className={classes.actions}>
          <Button
            disabled={reason !== undefined}
            loading={isBusy}
            aria-describedby={reason === undefined ? undefined : 'import-reason'}
            onClick={() => keep(isBad)}
          >
            {brings === 0
              ? 'Import'
              : `Import ${number.format(brings)} ${brings === 1 ? 'record' : 'records'}`}
          </Button>
          {reason !== undefined && (
            <span id="import-reason" className={classes.aside}>
              {reason}
            </span>
          )}
        </div>
      </section>
    </>
  )
}

const number = new Intl.NumberFormat('en')

function Followed({ run, startAgain }: { readonly run: string; readonly startAgain: () => void }) {
  const { data, error, isFetching, refetch } = useQuery({
    ...queryOf('GET /api/imports/:id', viewerKey(useMe()), { params: { id: run } }),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 1000),
  })
  return (
    <div className={classes.parts}>
      {error && <Trouble what="the progress" error={error} busy={isFetching} retry={() => void refetch()} />}
      {data && !isOver(data) && (
        <ImportProgress
          part={partOf(data)}
          words={
            data.state === 'reading'
              ? 'Reading files'
              : `${number.format(data.saved)} of ${number.format(data.toSave)} records`
          }
          aside="You can leave this page. The import continues, and this address shows its progress."
        />
      )}
      {data && isOver(data) && <ImportReportParts report={data} isTrial={false} />}
      {(error || (data && isOver(data))) && (
        <div>
          <Button variant="default" onClick={startAgain}>
            Import more files
          </Button>
        </div>
      )}
    </div>
  )
}

function isOver({ state }: ImportReport): boolean {
  return state !== 'reading' && state !== 'saving'
}

/** @returns undefined if the total is not known. */
function partOf({ state, bytesRead, bytesTotal, saved, toSave }: ImportReport): number | undefined {
  const [done, all] = state === 'reading' ? [bytesRead, bytesTotal] : [saved, toSave]
  return all === 0 ? undefined : Math.min(1, done / all)
}
