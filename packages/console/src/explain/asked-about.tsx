import { Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import type { Me } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { askMembers, eyesOf, type WhyQuestion } from '../api/queries.ts'
import { Trouble } from '../ui/load-error.tsx'
import classes from './asked-about.module.css'
import { useWhy } from './use-why.ts'

interface AskedAboutProps {
  readonly me: Me
  readonly question: WhyQuestion
}

/** Whose answer is shown: one's own, or that of another member. For an assistant also: acting for whom. */
export function AskedAbout({ me, question: { member = me.member.id, actingFor } }: AskedAboutProps) {
  const { data, error, isFetching, refetch } = useQuery(askMembers(eyesOf(me)))
  const { askAs } = useWhy()
  if (error) {
    return <Trouble what="the other members" error={error} busy={isFetching} retry={() => void refetch()} />
  }
  const asked = data?.members.find(({ id }) => id === member)
  const others = (data?.members ?? []).filter(({ id }) => id !== me.member.id)
  return (
    <div className={classes.fields}>
      <Select
        label="The answer for"
        searchable
        allowDeselect={false}
        nothingFoundMessage="Nobody here has this name."
        value={member}
        data={[
          { value: me.member.id, label: `${me.member.name} (you)` },
          ...others.map(({ id, name, job }) => ({ value: id, label: `${name}, ${job}` })),
        ]}
        onChange={(next) => askAs(next === null || next === me.member.id ? undefined : next)}
      />
      {asked && asked.id !== me.member.id && asked.manages.length > 0 && (
        <Select
          label="Acting for"
          allowDeselect={false}
          value={actingFor ?? ''}
          data={[
            { value: '', label: 'Nobody' },
            ...asked.manages.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(next) => askAs(asked.id, next === null || next === '' ? undefined : next)}
        />
      )}
    </div>
  )
}
