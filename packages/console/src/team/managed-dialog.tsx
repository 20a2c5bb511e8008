import type { SpanText, WholeMember } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { Choices } from '../ui/choices.tsx'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { joined } from './member-words.ts'
import { noPeriod } from './no-period.ts'
import { ForATime } from './period-fields.tsx'
import { byName } from './team-rows.ts'
import { useChange } from './use-change.ts'

interface ManagedDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Edits the practitioners an assistant works for, each with its period. */
export function ManagedDialog({ member: read, close }: ManagedDialogProps) {
  const [member] = useState(read)
  const [version, setVersion] = useState(member.version)
  const me = useMe()
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const { managed } = member
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    managed.map(({ practitioner }) => practitioner.id),
  )
  const [times, setTimes] = useState<ReadonlyMap<string, SpanText>>(
    () => new Map(managed.map(({ practitioner, from, until }) => [practitioner.id, { from, until }])),
  )
  const change = useChange(
    (isConfirmed) =>
      call('PUT /api/members/:id/managed-practitioners', {
        params: { id: member.id },
        body: {
          practitioners: chosen.map((id) => ({ member: id, ...(times.get(id) ?? noPeriod) })),
          version,
          confirmed: isConfirmed,
        },
      }),
    close,
  )
  const practitioners = new Map(
    [...(data?.members ?? [])]
      .filter(
        ({ id, kind, status }) => kind === 'practitioner' && (status !== 'archived' || chosen.includes(id)),
      )
      .sort(byName)
      .map(({ id, name }) => [id, name]),
  )
  return (
    <Dialog
      title={`Who ${member.name} works for`}
      isOpen
      close={close}
      confirm="Save"
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <Choices label="Practitioners" of={practitioners} chosen={chosen} choose={setChosen} />
      {chosen.length > 0 && (
        <ul className={classes.times}>
          {chosen.map((id) => (
            <li key={id}>
              {practitioners.get(id) ?? 'Someone'}
              <ForATime
                what={practitioners.get(id) ?? 'someone'}
                span={times.get(id) ?? noPeriod}
                change={(span) => setTimes(new Map([...times, [id, span]]))}
              />
            </li>
          ))}
        </ul>
      )}
      <p role="status">
        {chosen.length === 0
          ? `With no one selected, ${member.name} can’t see any patients.`
          : `${member.name} works for ${joined(
              chosen.map((id) => practitioners.get(id) ?? 'someone'),
              'or',
            )}, one at a time, and sees that person’s patients.`}
      </p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={({ managed: now }) => [
          `Works for ${joined(now.map(({ practitioner }) => practitioner.name)) || 'no one'}.`,
        ]}
        goOn={(now) => {
          setVersion(now)
          change.reset()
        }}
      />
    </Dialog>
  )
}
