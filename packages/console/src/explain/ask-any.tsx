import { Select, TextInput } from '@mantine/core'
import type { AnyQuestion } from './questions.ts'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useMediaQuery } from '@mantine/hooks'
import type { Me } from '@rolecall/contract'
import { IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { Trouble } from '../ui/load-error.tsx'
import type { AnySearch } from './any-search.ts'
import classes from './ask-any.module.css'
import { PatientField } from './patient-field.tsx'
import { isFoundByPatient, RecordField } from './record-field.tsx'
import { actsOf, kindsByModule, nounOf, verbOf } from './vocabulary.ts'

interface AskAnyProps {
  readonly me: Me
  readonly question: AnyQuestion
  readonly change: (search: AnySearch) => void
}

/** The question: who, what and which record. Every choice is answered right away. */
export function AskAny({ me, question, change }: AskAnyProps) {
  const { kind, act, record, member, actingFor } = question
  const search: AnySearch = {
    kind,
    act,
    ...(record !== undefined && { record }),
    ...(member !== undefined && { member }),
    ...(actingFor !== undefined && { actingFor }),
  }
  const { record: _, ...anyRecord } = search
  // On a narrow screen the question collapses into a sentence, so that the verdict comes first.
  const isNarrow = useMediaQuery('(max-width: 60em)', undefined, { getInitialValueInEffect: false }) === true
  const [isAsked] = useState(record !== undefined || member !== undefined || kind !== 'patient')
  return (
    <details className={classes.folded} open={!isNarrow || !isAsked}>
      <summary className={classes.summary}>
        <span>
          Can {member === undefined ? 'you' : <NameOf me={me} member={member} />} {verbOf(kind, act)}{' '}
          {record === undefined || kind === 'patient' ? nounOf(kind) : nounOf(kind).replace(/^an? /, 'this ')}
          {record !== undefined && kind === 'patient' && ` (${record})`}?
        </span>
        <IconChevronDown size={18} aria-hidden="true" className={classes.chevron} />
      </summary>
      <section className={classes.question} aria-label="Question">
        <Who me={me} question={question} search={search} change={change} />
        <Select
          label="Type of record"
          searchable
          allowDeselect={false}
          nothingFoundMessage="No matches"
          value={kind}
          data={kindsByModule}
          onChange={(next) => {
            if (next === null || next === kind) return
            const acts = actsOf(next)
            change({ ...anyRecord, kind: next, act: acts.includes(act) ? act : (acts[0] ?? 'view') })
          }}
        />
        <Select
          label="Action"
          allowDeselect={false}
          value={act}
          data={actsOf(kind).map((one) => ({ value: one, label: `${verbOf(kind, one)} ${nounOf(kind)}` }))}
          onChange={(next) => next !== null && change({ ...search, act: next })}
        />
        {kind === 'patient' && (
          <PatientField
            label="Patient"
            description="Leave blank for any patient"
            patient={record}
            change={(next) => change(next === undefined ? anyRecord : { ...anyRecord, record: next })}
          />
        )}
        {isFoundByPatient(kind) && (
          <RecordField
            key={kind}
            kind={kind}
            record={record}
            change={(next) => change(next === undefined ? anyRecord : { ...anyRecord, record: next })}
          />
        )}
      </section>
    </details>
  )
}

function NameOf({ me, member }: { readonly me: Me; readonly member: string }) {
  const { data } = useQuery({ ...queryOf('GET /api/members', viewerKey(me)), enabled: me.mayAskForOthers })
  return data?.members.find(({ id }) => id === member)?.name ?? 'they'
}

interface WhoProps extends AskAnyProps {
  readonly search: AnySearch
}

function Who({ me, question: { member = me.member.id, actingFor }, search, change }: WhoProps) {
  const { data, error, isFetching, refetch } = useQuery({
    ...queryOf('GET /api/members', viewerKey(me)),
    enabled: me.mayAskForOthers,
  })
  const { member: _, actingFor: __, ...aboutMyself } = search
  if (!me.mayAskForOthers) {
    return (
      <TextInput
        label="Who"
        description="Only people who can view the activity log can check others"
        value={`${me.member.name} (you)`}
        readOnly
      />
    )
  }
  if (error) {
    return <Trouble what="the team" error={error} busy={isFetching} retry={() => void refetch()} />
  }
  const asked = data?.members.find(({ id }) => id === member)
  const others = (data?.members ?? []).filter(({ id }) => id !== me.member.id)
  return (
    <>
      <Select
        label="Who"
        searchable
        allowDeselect={false}
        nothingFoundMessage="No matches"
        title={asked ? `${asked.name}, ${asked.job}` : undefined}
        value={member}
        data={[
          { value: me.member.id, label: `${me.member.name} (you)` },
          ...others.map(({ id, name, job }) => ({ value: id, label: job === '' ? name : `${name}, ${job}` })),
        ]}
        onChange={(next) =>
          change(next === null || next === me.member.id ? aboutMyself : { ...aboutMyself, member: next })
        }
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
          onChange={(next) =>
            change({
              ...aboutMyself,
              member: asked.id,
              ...(next !== null && next !== '' && { actingFor: next }),
            })
          }
        />
      )}
    </>
  )
}
