import type { RoleView } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { invalidateAccess } from '../api/invalidate-access.ts'
import { Dialog } from '../ui/dialog.tsx'

interface DeleteRoleProps {
  readonly role: RoleView
  readonly isOpen: boolean
  readonly close: () => void
  readonly gone: () => void
}

export function DeleteRole({ role, isOpen, close, gone }: DeleteRoleProps) {
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/roles/:id', { params: { id: role.id } }),
    onSuccess: async () => {
      close()
      gone()
      await invalidateAccess(queries)
    },
  })
  return (
    <Dialog
      title={`Delete ${role.label}`}
      isOpen={isOpen}
      close={close}
      confirm="Delete role"
      isGrave
      isBusy={remove.isPending}
      error={remove.error}
      run={() => remove.mutate()}
    >
      <p>No one has {role.label}, so no one loses access. This can’t be undone.</p>
    </Dialog>
  )
}
