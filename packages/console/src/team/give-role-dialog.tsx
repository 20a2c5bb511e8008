import { NativeSelect } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useRoles } from '../api/use-roles.ts'
import { Dialog } from '../ui/dialog.tsx'
import { kindInWords, scopeInWords } from './member-words.ts'
import { ScopeFields } from './scope-fields.tsx'
import { noDays, SpanFields, spanOfDays } from './span-fields.tsx'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface GiveRoleDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Adds a role to a person: which one, where and when. */
export function GiveRoleDialog({ member, close }: GiveRoleDialogProps) {
  const roles = useRoles()
  const places = usePlaces()
  const [role, setRole] = useState('')
  const [at, setAt] = useState<readonly string[]>([])
  const [tagged, setTagged] = useState<readonly string[]>([])
  const [days, setDays] = useState(noDays)
  const asked = {
    role,
    at: at.length === 0 ? null : at,
    tagged: tagged.length === 0 ? null : tagged,
    ...spanOfDays(days, places.timeZone),
  }
  const give = useChange(
    (confirmed) =>
      call('POST /api/members/:id/grants', { params: { id: member.id }, body: { ...asked, confirmed } }),
    close,
  )
  const chosen = roles.find(({ id }) => id === role)
  const fitting = roles.filter(({ fits }) => fits.includes(member.kind))
  const description = practiceCatalog.roles[role]?.description
  return (
    <Dialog
      title={`Add role for ${member.name}`}
      isOpen
      close={close}
      confirm="Add"
      isReady={chosen !== undefined}
      isBusy={give.isPending}
      error={give.error}
      run={(isConfirmed) => give.mutate(isConfirmed)}
    >
      <NativeSelect
        label="Role"
        description={`Roles for ${kindInWords(member.kind).toLowerCase()} accounts`}
        data-autofocus
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
        data={[
          { value: '', label: 'Choose a role' },
          ...fitting.map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      {description !== undefined && <p>{description}.</p>}
      <ScopeFields at={at} setAt={setAt} tagged={tagged} setTagged={setTagged} />
      <SpanFields days={days} change={setDays} />
      {chosen && (
        <p role="status">
          Adds <strong>{chosen.label}</strong> {scopeInWords(asked, places)}.
          {asked.from === null && ' Takes effect right away.'}
        </p>
      )}
    </Dialog>
  )
}
