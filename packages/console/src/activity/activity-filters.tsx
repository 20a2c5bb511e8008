import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustmentsHorizontal, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { PatientField } from '../explain/patient-field.tsx'
import { useListedPatient } from '../explain/use-listed-patient.ts'
import { actsOf, allActs, kindsByModule, labelOf, verbOf } from '../explain/vocabulary.ts'
import { Trouble } from '../ui/load-error.tsx'
import classes from './activity-filters.module.css'
import type { ActivitySearch } from './activity-search.ts'
import { shortDayInWords } from './when.ts'

interface ActivityFiltersProps {
  readonly filter: ActivitySearch
  readonly change: (filter: ActivitySearch) => void
}

/** The filters of the log: fields, and a chip that removes each filter. */
export function ActivityFilters({ filter, change }: ActivityFiltersProps) {
  const [isOpen, { toggle }] = useDisclosure(false)
  const button = useRef<HTMLButtonElement>(null)
  const me = useMe()
  const members = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const chips = useChips(filter, members.data?.members ?? [])
  const set = <Name extends keyof ActivitySearch>(name: Name, value: ActivitySearch[Name] | undefined) =>
    change(withFilter(filter, name, value))
  return (
    <section aria-label="Filters" className={classes.filters}>
      <div className={classes.bar}>
        <Button
          ref={button}
          variant="default"
          size="sm"
          leftSection={<IconAdjustmentsHorizontal size={17} />}
          aria-expanded={isOpen}
          aria-controls="activity-filters"
          onClick={toggle}
        >
          Filter
        </Button>
        <Checkbox
          label="Denied only"
          checked={filter.outcome === 'refused'}
          onChange={(event) => set('outcome', event.currentTarget.checked ? 'refused' : undefined)}
        />
        {chips.length > 0 && (
          <ul className={classes.chips} aria-label="Active filters">
            {chips.map(({ name, label }) => (
              <li key={name}>
                <button
                  type="button"
                  className={classes.chip}
                  aria-label={`Remove filter: ${label}`}
                  title={label}
                  onClick={() => {
                    set(name, undefined)
                    button.current?.focus()
                  }}
                >
                  <span className={classes.words}>{label}</span>
                  <IconX size={14} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
        {Object.keys(filter).length > 1 && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              change({})
              button.current?.focus()
            }}
          >
            Clear all
          </Button>
        )}
      </div>
      <div id="activity-filters" className={classes.fields} hidden={!isOpen}>
        {members.error && (
          <div className={classes.trouble}>
            <Trouble
              what="the team"
              error={members.error}
              busy={members.isFetching}
              retry={() => void members.refetch()}
            />
          </div>
        )}
        <Select
          label="Person"
          placeholder="Anyone"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear: Person' }}
          nothingFoundMessage="No matches"
          value={filter.member ?? null}
          data={(members.data?.members ?? []).map(({ id, name, job }) => ({
            value: id,
            label: job === '' ? name : `${name}, ${job}`,
          }))}
          onChange={(next) => set('member', next ?? undefined)}
        />
        <PatientField label="Patient" patient={filter.record} change={(next) => set('record', next)} />
        <Select
          label="Type of record"
          placeholder="Any"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear: Type of record' }}
          nothingFoundMessage="No matches"
          value={filter.kind ?? null}
          data={kindsByModule}
          onChange={(next) => {
            const { kind: _, act, ...others } = filter
            // An act the new kind does not have would find nothing.
            const keepsAct = act !== undefined && (next === null || actsOf(next).includes(act))
            change({ ...others, ...(next !== null && { kind: next }), ...(keepsAct && { act }) })
          }}
        />
        <Select
          label="Action"
          placeholder="Any"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear: Action' }}
          nothingFoundMessage="No matches"
          value={filter.act ?? null}
          data={(filter.kind === undefined ? allActs : actsOf(filter.kind)).map((act) => ({
            value: act,
            label: actLabel(filter.kind, act),
          }))}
          onChange={(next) => set('act', next ?? undefined)}
        />
        <TextInput
          type="date"
          label="From"
          value={filter.from ?? ''}
          max={filter.to}
          onChange={(event) => set('from', event.currentTarget.value || undefined)}
        />
        <TextInput
          type="date"
          label="To"
          value={filter.to ?? ''}
          min={filter.from}
          onChange={(event) => set('to', event.currentTarget.value || undefined)}
        />
      </div>
    </section>
  )
}

function withFilter<Name extends keyof ActivitySearch>(
  filter: ActivitySearch,
  name: Name,
  value: ActivitySearch[Name] | undefined,
): ActivitySearch {
  const { [name]: _, ...others } = filter
  return value === undefined ? others : { ...others, [name]: value }
}

interface Chip {
  readonly name: keyof ActivitySearch
  readonly label: string
}

function useChips(
  { member, record, kind, act, from, to }: ActivitySearch,
  members: readonly { readonly id: string; readonly name: string }[],
): readonly Chip[] {
  const patient = useListedPatient(record ?? '')
  const chips: readonly (Chip | undefined)[] = [
    member === undefined
      ? undefined
      : { name: 'member', label: `By ${members.find(({ id }) => id === member)?.name ?? member}` },
    record === undefined
      ? undefined
      : {
          name: 'record',
          label: `About ${patient ? `${patient.given} ${patient.family}` : `record ${record}`}`,
        },
    kind === undefined ? undefined : { name: 'kind', label: labelOf(kind) },
    act === undefined ? undefined : { name: 'act', label: actLabel(kind, act) },
    from === undefined ? undefined : { name: 'from', label: `From ${shortDayInWords(from)}` },
    to === undefined ? undefined : { name: 'to', label: `To ${shortDayInWords(to)}` },
  ]
  return chips.filter((chip) => chip !== undefined)
}

function actLabel(kind: string | undefined, act: string): string {
  const verb = verbOf(kind, act).replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)
  return `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`
}
