import { Select } from '@mantine/core'
import type { WhyQuestion } from './questions.ts'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import type { Me } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { Trouble } from '../ui/load-error.tsx'
import classes from './asked-about.module.css'
import { useWhy } from './use-why.ts'

interface AskedAboutProps {
  readonly me: Me
  readonly question: WhyQuestion
}

/** Whose access is checked: the reader’s or another member’s. For an assistant also: who they work for. */
export function AskedAbout({ me, question: { member = me.member.id, actingFor } }: AskedAboutProps) {
  const { data, error, isFetching, refetch } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const { askAs } = useWhy()
  if (error) {
    return <Trouble what="the team" error={error} busy={isFetching} retry={() => void refetch()} />
  }
  const asked = data?.members.find(({ id }) => id === member)
  const others = (data?.members ?? []).filter(({ id }) => id !== me.member.id)
  return (
    <div className={classes.fields}>
      <Select
        label="Check access for"
        searchable
        allowDeselect={false}
        nothingFoundMessage="No matches"
        value={member}
        data={[
          { value: me.member.id, label: `${me.member.name} (you)` },
          ...others.map(({ id, name, job }) => ({ value: id, label: `${name}, ${job}` })),
        ]}
        onChange={(next) => askAs(next === null || next === me.member.id ? undefined : next)}
      />
      {asked && asked.id !== me.member.id && asked.manages.length > 0 && (
        <Select
          label="Working for"
          allowDeselect={false}
          value={actingFor ?? ''}
          data={[
            { value: '', label: 'No one' },
            ...asked.manages.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(next) => askAs(asked.id, next === null || next === '' ? undefined : next)}
        />
      )}
    </div>
  )
}
