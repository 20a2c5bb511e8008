import { getRouteApi } from '@tanstack/react-router'
import { eyesOf } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { ActivityFilters } from './activity-filters.tsx'
import { ActivityList } from './activity-list.tsx'
import classes from './activity-page.module.css'
import type { ActivitySearch } from './activity-search.ts'
import { ExportLog } from './export-log.tsx'
import { VerifyLog } from './verify-log.tsx'

const route = getRouteApi('/shell/activity')

/** What happened in the practice, in words, for those who may view the log. */
export function ActivityPage() {
  const me = useMe()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: ActivitySearch): void =>
    void navigate({ search: next, replace: true, resetScroll: false })
  return (
    <Page
      title="Activity"
      isOpen={me.open.includes('listAudit')}
      closed={{ what: 'the activity log', kind: 'audit', act: 'view' }}
      help={{
        title: 'The activity log',
        page: [
          'Every look, every change and every refusal is an entry here, in a sentence. Nobody can change or delete one, and whoever tries to is found out: press Verify to have every entry held against its seal.',
          'Narrow the list by person, patient, kind of record, act or day. Each filter stands above the list, and goes away when you press the cross in it. Export saves exactly what the filters leave.',
          'Open an entry for what it was about, and what let it happen or refused it. With the keyboard: the arrow keys move from entry to entry, Enter opens one.',
        ],
        uses: ['entry', 'refusal', 'seal', 'actingFor', 'patient', 'role'],
      }}
    >
      <div className={classes.head}>
        <div>
          <h1>Activity</h1>
          <p className={classes.lead}>Who looked at, changed or was refused what, newest first.</p>
        </div>
        <div className={classes.actions}>
          <ExportLog key={JSON.stringify(filter)} filter={filter} />
        </div>
      </div>
      <VerifyLog showDay={(day) => change({ from: day, to: day })} />
      <ActivityFilters filter={filter} change={change} />
      <ActivityList key={eyesOf(me)} filter={filter} change={change} />
    </Page>
  )
}
