import type { HeldRole, WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { dayInWords, scopeInWords } from './member-words.ts'
import { editGrant } from './queries.ts'
import { ScopeFields } from './scope-fields.tsx'
import { daysOf, SpanFields, spanOfDays } from './span-fields.tsx'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface GrantDialogProps {
  readonly member: WholeMember
  readonly held: HeldRole
  readonly close: () => void
}

/** Where and when a role holds that somebody has been given already. */
export function GrantDialog({ member: read, held: readHeld, close }: GrantDialogProps) {
  // What was read when the dialog was opened: what comes in meanwhile must not change the form, nor the version.
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
    (isConfirmed) => editGrant(member.id, held.grant, { ...scope, version, confirmed: isConfirmed }),
    close,
  )
  const isChanged = scopeInWords(scope, places) !== scopeInWords(held, places)
  const isOver = span.until !== null && Date.parse(span.until) <= Date.now()
  return (
    <Dialog
      title={`${held.label} of ${member.name}`}
      isOpen
      close={close}
      confirm="Save the change"
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
            {member.name} {isOver ? 'was' : 'will be'} <strong>{held.label}</strong>{' '}
            {scopeInWords(scope, places)}. Now they hold it {scopeInWords(held, places)}.{' '}
            {isOver ? 'With this the role is over at once.' : 'The change holds from the next thing they do.'}
          </>
        ) : (
          <>
            {member.name} is <strong>{held.label}</strong> {scopeInWords(held, places)}. Nothing is changed
            yet.
          </>
        )}
      </p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={({ roles }) => {
          const now = roles.find(({ grant }) => grant === held.grant)
          if (now === undefined) return [`${held.label} was taken away.`]
          return [
            `${held.label} ${scopeInWords(now, places)}${
              now.when === 'over' && now.until !== null
                ? ` (over since ${dayInWords(now.until, places.timeZone)})`
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
