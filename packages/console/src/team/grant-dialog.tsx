import type { HeldRole, WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { lastDayInWords, scopeInWords, scopeLabel } from './member-words.ts'
import { ScopeFields } from './scope-fields.tsx'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface GrantDialogProps {
  readonly member: WholeMember
  readonly held: HeldRole
  readonly close: () => void
}

/** Edits where and when a person’s role applies. */
export function GrantDialog({ member: read, held: readHeld, close }: GrantDialogProps) {
  // As it was when the dialog was opened: later updates must change neither the form nor the version.
  const [member] = useState(read)
  const [held] = useState(readHeld)
  const [version, setVersion] = useState(member.version)
  const places = usePlaces()
  const [at, setAt] = useState<readonly string[]>(held.at ?? [])
  const [tagged, setTagged] = useState<readonly string[]>(held.tagged ?? [])
  const [days, setDays] = useState(() => daysOf(held, places.timeZone))
  const span = spanOfDays(days, places.timeZone, held)
  const scope = { at: at.length === 0 ? null : at, tagged: tagged.length === 0 ? null : tagged, ...span }
  const change = useChange(
    (isConfirmed) =>
      call('PATCH /api/members/:id/grants/:grant', {
        params: { id: member.id, grant: held.grant },
        body: { ...scope, version, confirmed: isConfirmed },
      }),
    close,
  )
  const isChanged = scopeInWords(scope, places) !== scopeInWords(held, places)
  const isOver = span.until !== null && Date.parse(span.until) <= Date.now()
  return (
    <Dialog
      title={`${held.label} for ${member.name}`}
      isOpen
      close={close}
      confirm="Save"
      isReady={isChanged}
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <ScopeFields at={at} setAt={setAt} tagged={tagged} setTagged={setTagged} />
      <SpanFields days={days} change={setDays} />
      <p role="status">
        {isChanged ? (
          <>
            Changes <strong>{held.label}</strong> from {scopeLabel(held, places)} to{' '}
            {scopeLabel(scope, places)}. {isOver ? 'The role ends right away.' : 'Takes effect right away.'}
          </>
        ) : (
          <>
            <strong>{held.label}</strong> {scopeInWords(held, places)}. No changes yet.
          </>
        )}
      </p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={({ roles }) => {
          const now = roles.find(({ grant }) => grant === held.grant)
          if (now === undefined) return [`${held.label} was removed.`]
          return [
            `${held.label} ${scopeInWords(now, places)}${
              now.when === 'over' && now.until !== null
                ? ` (expired, last day ${lastDayInWords(now.until, places.timeZone)})`
                : ''
            }.`,
          ]
        }}
        goOn={(now) => {
          setVersion(now)
          change.reset()
        }}
      />
    </Dialog>
  )
}
