import { Skeleton, Tabs } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import '@mantine/core/styles/Tabs.layer.css'
import { IconArrowLeft, IconUserOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { queryWithFallback, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { NotesPart } from '../notes/notes-part.tsx'
import { Help } from '../shell/help.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { AccessHistory } from './access-history.tsx'
import { AppointmentsPart } from './appointments-part.tsx'
import { ChartHead } from './chart-head.tsx'
import classes from './chart-page.module.css'
import { type Part, parts } from './chart-search.ts'
import { WhoCanSee } from './who-can-see.tsx'

const route = getRouteApi('/shell/patients/$patient')

const labels: Readonly<Record<Part, string>> = {
  notes: 'Notes',
  appointments: 'Appointments',
  who: 'Who has access',
  looked: 'Access history',
}

/** One patient: their notes, appointments, team and tags, who has access and the access history. */
export function ChartPage() {
  const me = useMe()
  const { patient: id } = route.useParams()
  const question = queryWithFallback(
    'GET /api/patients/:id',
    viewerKey(me),
    { params: { id } },
    { on: [403, 404], answer: null },
  )
  const { data: patient, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <>
      <title>{patient ? `${patient.given} ${patient.family} · Rolecall` : 'Patient · Rolecall'}</title>
      <Link to="/patients" className={classes.back}>
        <IconArrowLeft size={16} aria-hidden="true" />
        Patients
      </Link>
      {content()}
      <Help
        title="A patient’s chart"
        page={[
          'Everything about one patient that you can see. If you can’t do something, the reason is shown; press Why? for all checks.',
          'A note is a draft until its practitioner signs it. Signed notes can’t be edited: add an addendum, or unlock the note with a reason to start a new version.',
          'What you type stays on this page while you look at other pages, and if the connection drops or your session ends.',
        ]}
        uses={['patient', 'careTeam', 'note', 'addendum', 'reach', 'teamAccess', 'restricted']}
      />
    </>
  )

  function content() {
    if (patient === null) return <OutOfReach id={id} />
    if (patient) {
      return (
        <>
          {error && (
            <Trouble what="the latest version of this chart" error={error} busy={isFetching} retry={retry} />
          )}
          <Chart key={`${viewerKey(me)} ${id}`} patient={patient} />
        </>
      )
    }
    if (error) return <Trouble what="this chart" error={error} busy={isFetching} retry={retry} />
    return (
      <div className={classes.waiting} aria-busy="true">
        <h1 className={classes.unseen}>Patient</h1>
        <SlowNotice what="this chart" retry={retry} />
        <Skeleton height={132} radius="lg" />
        <Skeleton height={42} width="min(100%, 26rem)" />
        <Skeleton height={380} radius="lg" />
      </div>
    )
  }
}

function Chart({ patient }: { readonly patient: WholePatient }) {
  const { part = 'notes' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <>
      <ChartHead patient={patient} />
      <Tabs
        value={part}
        keepMounted={false}
        onChange={(next) => {
          const chosen = parts.find((one) => one === next)
          void navigate({
            search: chosen === undefined || chosen === 'notes' ? {} : { part: chosen },
            resetScroll: false,
          })
        }}
        classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
      >
        <Tabs.List>
          {parts.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {labels[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="notes">
          <NotesPart patient={patient} />
        </Tabs.Panel>
        <Tabs.Panel value="appointments">
          <AppointmentsPart patient={patient} />
        </Tabs.Panel>
        <Tabs.Panel value="who">
          <WhoCanSee patient={patient} />
        </Tabs.Panel>
        <Tabs.Panel value="looked">
          <AccessHistory patient={patient} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

/** The same for a patient out of reach and for one who does not exist. */
function OutOfReach({ id }: { readonly id: string }) {
  return (
    <section className={classes.empty}>
      <IconUserOff size={36} stroke={1.5} aria-hidden="true" />
      <h1>Patient not found, or you don’t have access</h1>
      <p>For privacy we don’t say which.</p>
      <Link to="/patients" search={{ why: id }} className={classes.why}>
        Why?
      </Link>
    </section>
  )
}
