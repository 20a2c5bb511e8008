import { TextInput } from '@mantine/core'
import type { RoleView } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { invalidateAccess } from '../api/invalidate-access.ts'
import { Dialog } from '../ui/dialog.tsx'

interface CopyRoleProps {
  readonly role: RoleView
  readonly isOpen: boolean
  readonly close: () => void
  readonly made: (id: string) => void
}

/** Creates a role from another. */
export function CopyRole({ role, isOpen, close, made }: CopyRoleProps) {
  const [label, setLabel] = useState(`${role.label} (copy)`)
  const queries = useQueryClient()
  const copy = useMutation({
    mutationFn: () => call('POST /api/roles', { body: { label: label.trim(), copyOf: role.id } }),
    onSuccess: async ({ id }) => {
      await invalidateAccess(queries)
      close()
      made(id)
    },
  })
  return (
    <Dialog
      title={`Copy ${role.label}`}
      isOpen={isOpen}
      close={close}
      confirm="Create copy"
      isReady={label.trim() !== ''}
      isBusy={copy.isPending}
      error={copy.error}
      run={() => copy.mutate()}
    >
      <p>
        The copy starts with the same permissions. Later changes to one role don’t affect the other. No one
        has the copy until it is assigned.
      </p>
      <TextInput
        label="Name of the new role"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
    </Dialog>
  )
}
