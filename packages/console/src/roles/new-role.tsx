import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { invalidateAccess } from '../api/invalidate-access.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { PermissionTicks } from './permission-ticks.tsx'
import { blankDraft, type RoleDraft, roleOf, whyNotReady } from './role-draft.ts'
import classes from './role-editor.module.css'
import { RoleSettings } from './role-settings.tsx'

interface NewRoleProps {
  readonly isOpen: boolean
  readonly close: () => void
  readonly made: (id: string) => void
}

/** Creates a role. The form keeps its values while the page is open, even if the panel is closed by mistake. */
export function NewRole({ isOpen, close, made }: NewRoleProps) {
  const [draft, setDraft] = useState<RoleDraft>(blankDraft)
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: () => call('POST /api/roles', { body: roleOf(draft) }),
    onSuccess: async ({ id }) => {
      await invalidateAccess(queries)
      setDraft(blankDraft)
      made(id)
    },
  })
  const change = (next: Partial<RoleDraft>): void => setDraft((now) => ({ ...now, ...next }))
  const { held } = draft
  return (
    <SidePanel title="New role" closes="Close without creating a role" isOpen={isOpen} close={close}>
      <form
        className={classes.editor}
        onSubmit={(event) => {
          event.preventDefault()
          if (!add.isPending) add.mutate()
        }}
      >
        <RoleSettings draft={draft} change={change} />
        <PermissionTicks held={held} before={blankDraft.held} change={(next) => change({ held: next })} />
        <div className={classes.foot}>
          {add.error && (
            <Notice tone="trouble">
              <ErrorWords error={add.error} /> Your entries are still here.
            </Notice>
          )}
          <p className={classes.aside}>
            {whyNotReady(draft) ??
              (held.size === 0
                ? 'No permissions selected yet.'
                : `${held.size === 1 ? '1 permission' : `${held.size} permissions`} selected. No one has the role until it is assigned.`)}
          </p>
          <div className={classes.beside}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={whyNotReady(draft) !== undefined}>
              Create role
            </Button>
          </div>
        </div>
      </form>
    </SidePanel>
  )
}
