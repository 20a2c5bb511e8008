import { Button, Checkbox } from '@mantine/core'
import type { ImportReport } from '@rolecall/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { Failure } from '../api/failure.ts'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { ErrorWords } from '../ui/error-words.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { ChooseFiles } from './choose-files.tsx'
import classes from './import-page.module.css'
import { Going } from './import-progress.tsx'
import { ImportReportParts } from './import-report.tsx'
import { isTable, pickedOf } from './picked-files.ts'
import { askRun, type DateOrder, isOver, sendFiles } from './queries.ts'

const route = getRouteApi('/shell/import')

/** Bringing in what a practice has: choose files, see what would come of them, and only then import. */
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
      closed={{ what: 'the import', kind: 'demographicImport', act: 'run' }}
      help={{
        title: 'Importing',
        page: [
          'Rolecall reads FHIR R4 (files that end in .ndjson, or Bundles in .json) and tables of patients (.csv). Drop them all at once, or a whole folder: they may refer to each other.',
          'First it only looks, and shows how many records are new, how many would change, and which lines cannot be imported. One bad line keeps everything out, unless you choose to leave such lines out.',
          'Importing the same files again adds nothing twice. Only patients within your own reach can be changed by an import.',
        ],
        uses: ['patient', 'reach', 'badLine', 'role'],
      }}
    >
      <h1>Import</h1>
      <p className={classes.lead}>
        Bring in patients, appointments and notes from another system. Nothing is kept before you have seen
        what would come of it.
      </p>
      {run === undefined ? (
        <Import follow={follow} />
      ) : (
        <Followed run={run} startAgain={() => follow(undefined)} />
      )}
    </Page>
  )
}

function Import({ follow }: { readonly follow: (run: string) => void }) {
  const [files, setFiles] = useState<readonly File[]>([])
  const [left, setLeft] = useState<readonly string[]>([])
  const [dates, setDates] = useState<DateOrder>()
  const [sent, setSent] = useState(0)
  const queries = useQueryClient()
  const look = useMutation({
    mutationFn: (confirmed: boolean) =>
      sendFiles({ files, dates, dryRun: true, skipBad: true, confirmed, onSent: setSent }),
    onMutate: () => setSent(0),
  })
  const keep = useMutation({
    // What was confirmed for the look is what one has seen.
    mutationFn: (skipBad: boolean) =>
      sendFiles({
        files,
        dates,
        dryRun: false,
        skipBad,
        confirmed: look.variables === true,
        onSent: setSent,
      }),
    onMutate: () => setSent(0),
    onSuccess: ({ id }) => {
      follow(id)
      // Lists that were looked at before are asked anew.
      void queries.invalidateQueries()
    },
  })
  const change = (next: readonly File[]): void => {
    setFiles(next)
    // What was found out was about other files.
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
            See what would come of it
          </Button>
          <span className={classes.aside}>Nothing is kept by looking.</span>
        </div>
      )}
      {isBusy && <Going part={sent < 1 ? sent : undefined} words={goingInWords(sent, look.isPending)} />}
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

function goingInWords(sent: number, isLook: boolean): string {
  if (sent < 1) return `Sending, ${Math.round(sent * 100)} %`
  return isLook ? 'Reading what you sent' : 'Importing'
}

function NotSent({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const passes = error instanceof Failure && error.passes
  return (
    <Notice tone="trouble" {...(passes && { action: { label: 'Try again', run: retry } })}>
      <ErrorWords error={error} /> The files you chose are still here.
    </Notice>
  )
}

interface PreviewProps {
  readonly report: ImportReport
  readonly isBusy: boolean
  readonly keep: (skipBad: boolean) => void
  /** Look again, with the lines that widen one's own access. */
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
    ? 'As it stands nothing can be imported.'
    : brings === 0
      ? 'There is nothing new in these files.'
      : isBad && !leavesOut
        ? 'Correct the lines that cannot be imported, or choose to leave them out.'
        : undefined
  return (
    <>
      <ImportReportParts report={report} isTrial />
      {report.confirmable !== undefined && (
        <Notice tone="trouble" action={{ label: 'Continue', run: confirm, busy: isBusy }}>
          {report.confirmable === 1 ? 'One line' : `${number.format(report.confirmable)} lines`} would also
          widen your own access to patients who are here. Continue with{' '}
          {report.confirmable === 1 ? 'it' : 'them'}? The activity log records it.
        </Notice>
      )}
      <section className={classes.decide} aria-label="Import it">
        {isBad && !isRefused && (
          <Checkbox
            label={`Leave out the ${report.badLineCount === 1 ? 'line' : `${number.format(report.badLineCount)} lines`} that cannot be imported, and import the rest`}
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
  const { data, error, isFetching, refetch } = useQuery(askRun(eyesOf(useMe()), run))
  return (
    <div className={classes.parts}>
      {error && (
        <Trouble what="how far the import is" error={error} busy={isFetching} retry={() => void refetch()} />
      )}
      {data && !isOver(data) && (
        <Going
          part={partOf(data)}
          words={
            data.state === 'reading'
              ? 'Reading what you sent'
              : `${number.format(data.saved)} of ${number.format(data.toSave)} records`
          }
          aside="You can leave this page: the import goes on, and this address shows how far it is."
        />
      )}
      {data && isOver(data) && <ImportReportParts report={data} isTrial={false} />}
      {(error || (data && isOver(data))) && (
        <div>
          <Button variant="default" onClick={startAgain}>
            Import something else
          </Button>
        </div>
      )}
    </div>
  )
}

/** Undefined: nothing says how much there is. */
function partOf({ state, bytesRead, bytesTotal, saved, toSave }: ImportReport): number | undefined {
  const [done, all] = state === 'reading' ? [bytesRead, bytesTotal] : [saved, toSave]
  return all === 0 ? undefined : Math.min(1, done / all)
}
