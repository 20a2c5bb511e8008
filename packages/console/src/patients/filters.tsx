import { Button, CloseButton, NativeSelect } from '@mantine/core'
import type { Named, Patient } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState, useSyncExternalStore } from 'react'
import type { PatientFilter } from '../api/patients.ts'
import { loadedPages, queryOf, type ViewerKey, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useTags } from '../api/use-tags.ts'
import { TagBadge } from '../ui/tag-badge.tsx'
import { isKept, useKeptOpen } from '../ui/use-draft.ts'
import classes from './filters.module.css'
import { isSort, sorts } from './patients-search.ts'

const NewPatient = lazy(() => import('./new-patient.tsx').then(({ NewPatient }) => ({ default: NewPatient })))

/** Under this name a patient is kept whose details are typed and not saved. */
const newPatient = 'new patient'

interface FiltersProps {
  readonly filter: PatientFilter
  readonly change: (filter: PatientFilter) => void
}

/** What narrows the list and orders it, what narrows it now, and the way to a new patient. */
export function Filters({ filter: { tag, practitioner, sort }, change }: FiltersProps) {
  const me = useMe()
  const tags = useTags()
  const [isChoosing, setIsChoosing] = useState(false)
  const people = useCareTeams(isChoosing || practitioner !== undefined)
  const viewer = viewerKey(me)
  const [isAdding, setIsAdding] = useKeptOpen(viewer, newPatient)
  const nameOf = (id: string): string => people.find((one) => one.id === id)?.name ?? 'Practitioner'
  if (!me.open.includes('listPatients')) return null
  return (
    <div className={classes.filters}>
      <NativeSelect
        aria-label="Filter by tag"
        value=""
        data={[
          { value: '', label: 'Tag…' },
          ...[...tags.values()].map(({ id, label }) => ({ value: id, label })),
        ]}
        onChange={(event) => change({ tag: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Filter by care team"
        value=""
        onFocus={() => setIsChoosing(true)}
        onPointerEnter={() => setIsChoosing(true)}
        data={[
          { value: '', label: 'Care team…' },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => change({ practitioner: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label="Sort by"
        value={sort ?? ''}
        data={[
          { value: '', label: 'Name, A to Z' },
          ...Object.entries(sorts).map(([value, label]) => ({ value, label })),
        ]}
        onChange={({ currentTarget: { value } }) => change({ sort: isSort(value) ? value : undefined })}
      />
      {tag !== undefined && (
        <span className={classes.chip}>
          Tagged <TagBadge tag={tag} label={tags.get(tag)?.label} colour={tags.get(tag)?.colour} />
          <CloseButton size="sm" aria-label="Clear tag filter" onClick={() => change({ tag: undefined })} />
        </span>
      )}
      {practitioner !== undefined && (
        <span className={classes.chip}>
          Treated by <strong>{nameOf(practitioner)}</strong>
          <CloseButton
            size="sm"
            aria-label="Clear care team filter"
            onClick={() => change({ practitioner: undefined })}
          />
        </span>
      )}
      {me.open.includes('createPatient') && (
        <Button
          className={classes.add}
          leftSection={<IconPlus size={17} aria-hidden="true" />}
          onClick={() => setIsAdding(true)}
        >
          {isKept(viewer, newPatient) ? 'Continue adding patient' : 'New patient'}
        </Button>
      )}
      {isAdding && (
        <Suspense>
          <NewPatient key={viewer} keptAs={newPatient} close={() => setIsAdding(false)} />
        </Suspense>
      )}
    </div>
  )
}

/**
 * Those whose calendars are open, and the practitioners of the patients listed so far, by name. The calendars are asked
 * for where somebody chooses: asking is an entry in the log.
 */
function useCareTeams(isChoosing: boolean): readonly Named[] {
  const me = useMe()
  const viewer = viewerKey(me)
  const { data: calendars } = useQuery({
    ...queryOf('GET /api/calendars', viewer),
    staleTime: 60_000,
    enabled: isChoosing && me.open.includes('listCalendars'),
    select: (all) => all.calendars.map(({ practitioner }) => practitioner),
  })
  const known = new Map([...useListed(viewer), ...(calendars ?? [])].map((one) => [one.id, one]))
  return [...known.values()].sort((a, b) => a.name.localeCompare(b.name))
}

function useListed(viewer: ViewerKey): readonly Named[] {
  const queries = useQueryClient()
  const seen = useSyncExternalStore(
    (changed) => queries.getQueryCache().subscribe(changed),
    () => {
      const found = new Map<string, string>()
      for (const { patients } of loadedPages(queries, 'GET /api/patients', viewer)) {
        for (const patient of patients) addTeam(found, patient)
      }
      // As text, so that what did not change is the same.
      return JSON.stringify([...found])
    },
  )
  return (JSON.parse(seen) as [string, string][]).map(([id, name]) => ({ id, name }))
}

function addTeam(found: Map<string, string>, { careTeam }: Patient): void {
  for (const { id, name } of careTeam) found.set(id, name)
}
