import { Select } from '@mantine/core'
import { patientsQuery } from '../api/patients.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import type { Patient } from '@rolecall/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { dateInWords } from '../ui/date-in-words.ts'
import { useListedPatient } from './use-listed-patient.ts'

interface PatientFieldProps {
  readonly label: string
  readonly description?: string
  readonly patient: string | undefined
  readonly change: (patient: string | undefined) => void
}

/** Finds a patient by name among those the reader can see, or takes a patient number as it is. */
export function PatientField({ label, description, patient, change }: PatientFieldProps) {
  const viewer = viewerKey(useMe())
  const chosen = useListedPatient(patient ?? '')
  const chosenLabel = patient === undefined ? '' : chosen ? nameAndBirth(chosen) : `Patient number ${patient}`
  const [typed, setTyped] = useState('')
  const wanted = typed === chosenLabel ? '' : typed.trim()
  const [search] = useDebouncedValue(wanted, 250)
  const { data, error, isFetching } = useInfiniteQuery(patientsQuery(viewer, search))
  const found = (data?.pages[0]?.patients ?? []).slice(0, 50)
  const options = new Map(found.map((one) => [one.id, nameAndBirth(one)]))
  if (looksLikeId(wanted)) options.set(wanted, `Patient number ${wanted}`)
  if (patient !== undefined) options.set(patient, chosenLabel)
  return (
    <Select
      label={label}
      {...(description !== undefined && { description })}
      placeholder="Name or patient number"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear: ${label}` }}
      maxDropdownHeight={260}
      value={patient ?? null}
      data={[...options].map(([value, text]) => ({ value, label: text }))}
      // The server has searched already.
      filter={({ options: given }) => given}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(next) => change(next ?? undefined)}
      nothingFoundMessage={isFetching || search !== wanted ? 'Searching…' : 'No matches'}
      {...(error && { error: <ErrorWords error={error} /> })}
    />
  )
}

function nameAndBirth({ family, given, birthDate }: Patient): string {
  return `${family}, ${given}${birthDate === '' ? '' : `, born ${dateInWords(birthDate)}`}`
}

/** One word with a digit in it: names have none. */
function looksLikeId(typed: string): boolean {
  return /^\S*\d\S*$/.test(typed)
}
