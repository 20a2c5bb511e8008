import { getRouteApi } from '@tanstack/react-router'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { ActivityFilters } from './activity-filters.tsx'
import { ActivityList } from './activity-list.tsx'
import classes from './activity-page.module.css'
import type { ActivitySearch } from './activity-search.ts'
import { ExportLog } from './export-log.tsx'
import { VerifyLog } from './verify-log.tsx'

const route = getRouteApi('/shell/activity')

/** The activity log, for people who can view it. */
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
      closed={{ what: 'Activity', kind: 'audit', act: 'view' }}
      help={{
        title: 'The activity log',
        page: [
          'Everything people view, change or are denied is an entry here. Entries can’t be edited or deleted in Rolecall, and tampering with the database shows: Verify checks every entry against its seal.',
          'Filter by person, patient, type of record, action or day. Active filters are above the list; select one to remove it. Export saves the filtered entries.',
          'Open an entry to see its records and what allowed or denied it. Keyboard: the arrow keys move between entries, Enter opens one.',
        ],
        uses: ['entry', 'refusal', 'seal', 'actingFor', 'patient', 'role'],
      }}
    >
      <div className={classes.head}>
        <div>
          <h1>Activity</h1>
          <p className={classes.lead}>Everything people viewed, changed or were denied.</p>
        </div>
        <div className={classes.actions}>
          <ExportLog key={JSON.stringify(filter)} filter={filter} />
        </div>
      </div>
      <VerifyLog showDay={(day) => change({ from: day, to: day })} />
      <ActivityFilters filter={filter} change={change} />
      <ActivityList key={viewerKey(me)} filter={filter} change={change} />
    </Page>
  )
}
