import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { PermissionTicks } from './permission-ticks.tsx'
import { addRole, rolesKey } from './queries.ts'
import { blankDraft, type RoleDraft, roleOf, whyNotReady } from './role-draft.ts'
import classes from './role-editor.module.css'
import { RoleSettings } from './role-settings.tsx'

interface NewRoleProps {
  readonly isOpen: boolean
  readonly close: () => void
  readonly made: (id: string) => void
}

/** A role from nothing. What was filled in stays while the page is open, should the panel be closed by mistake. */
export function NewRole({ isOpen, close, made }: NewRoleProps) {
  const [draft, setDraft] = useState<RoleDraft>(blankDraft)
  const queries = useQueryClient()
  const add = useMutation({
    mutationFn: () => addRole(roleOf(draft)),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: rolesKey })
      setDraft(blankDraft)
      made(id)
    },
  })
  const change = (next: Partial<RoleDraft>): void => setDraft((now) => ({ ...now, ...next }))
  const { held } = draft
  return (
    <SidePanel title="New role" closes="Close without making a role" isOpen={isOpen} close={close}>
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
              <ErrorWords error={add.error} /> What you filled in is still here.
            </Notice>
          )}
          <p className={classes.aside}>
            {whyNotReady(draft) ??
              (held.size === 0
                ? 'Nothing is ticked yet, so it would allow nothing.'
                : `It will allow ${held.size === 1 ? '1 thing' : `${held.size} things`}, once you give it to somebody.`)}
          </p>
          <div className={classes.beside}>
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending} disabled={whyNotReady(draft) !== undefined}>
              Make the role
            </Button>
          </div>
        </div>
      </form>
    </SidePanel>
  )
}
