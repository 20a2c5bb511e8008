import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type PatientFilter, patientCountQuery } from '../api/patients.ts'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useWhy } from '../explain/use-why.ts'
import { WhyDrawer } from '../explain/why-drawer.tsx'
import { Help } from '../shell/help.tsx'
import { AccessCheckField } from './access-check-field.tsx'
import { Filters } from './filters.tsx'
import { PatientList } from './patient-list.tsx'
import classes from './patients-page.module.css'
import { readPatientsSearch } from './patients-search.ts'
import { SearchField } from './search-field.tsx'

const route = getRouteApi('/shell/patients')

/** The patients one can see, with a way to check why. */
export function PatientsPage() {
  const me = useMe()
  const { search = '', tag, practitioner, sort } = route.useSearch()
  const filter = { tag, practitioner, sort }
  const navigate = route.useNavigate()
  const { ask } = useWhy()
  const changeSearch = (next: string): void =>
    void navigate({
      search: ({ search: _, ...others }) => (next === '' ? others : { ...others, search: next }),
      replace: true,
      resetScroll: false,
    })
  const changeFilter = (next: PatientFilter): void =>
    void navigate({
      search: (now) => readPatientsSearch({ ...now, ...next }),
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      <title>Patients · Rolecall</title>
      <div className={classes.head}>
        <div className={classes.title}>
          <h1>Patients</h1>
          <Count search={search} filter={filter} />
        </div>
        <SearchField search={search} change={changeSearch} />
        <AccessCheckField check={ask} />
      </div>
      <Filters filter={filter} change={changeFilter} />
      <PatientList
        key={viewerKey(me)}
        search={search}
        filter={filter}
        clearSearch={() => changeSearch('')}
        clearFilter={() => changeFilter({ tag: undefined, practitioner: undefined })}
      />
      <WhyDrawer />
      <Help
        title="Your patients"
        page={[
          'All the patients you can see. Search by name, or press / to start typing.',
          'Select a row to open that patient’s chart. Press Why? on a row to see what gives you access. If a patient isn’t listed, check your access by their patient number.',
          'Keyboard: the arrow keys move from row to row, Enter opens the chart, ? shows why you have access.',
        ]}
        uses={['patient', 'reach', 'role', 'teamAccess', 'tagLimit', 'restricted', 'filter', 'actingFor']}
      />
    </>
  )
}

const number = new Intl.NumberFormat('en')

interface CountProps {
  readonly search: string
  readonly filter: PatientFilter
}

function Count({ search, filter }: CountProps) {
  const me = useMe()
  const { data } = useQuery(patientCountQuery(viewerKey(me), search, filter))
  const acting = me.actingFor ? ` · working for ${me.actingFor.name}` : ''
  return (
    <p className={classes.count} role="status">
      {data ? `${sentence(data.count)}${acting}` : '\u00a0'}
      {data?.hiddenByFilter !== undefined && ` · ${number.format(data.hiddenByFilter)} hidden`}
    </p>
  )

  function sentence(count: number): string {
    const patients = `${number.format(count)} ${count === 1 ? 'patient' : 'patients'}`
    if (search === '') return patients
    return `${patients} ${count === 1 ? 'matches' : 'match'} “${search}”`
  }
}
