import { Button } from '@mantine/core'
import type { RolePreview, RoleView } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Failure } from '../api/failure.ts'
import { invalidateAccess } from '../api/invalidate-access.ts'
import { joined } from '../team/member-words.ts'
import { NotSaved } from '../ui/not-saved.tsx'
import { PermissionTicks } from './permission-ticks.tsx'
import { PreviewOfRole } from './preview-of-role.tsx'
import { draftOf, editOf, mergedDraft, type RoleDraft, whyNotReady } from './role-draft.ts'
import classes from './role-editor.module.css'
import { RoleSettings } from './role-settings.tsx'
import { labelOf } from './ticks.ts'

interface RoleEditorProps {
  readonly role: RoleView
  readonly done: () => void
}

/** Edits a role: first a preview of who gains or loses what, then the save. */
export function RoleEditor({ role, done }: RoleEditorProps) {
  // What the edit is based on. It moves on only when the person has seen someone else’s save.
  const [base, setBase] = useState(role)
  const [draft, setDraft] = useState<RoleDraft>(() => draftOf(role))
  const [preview, setPreview] = useState<RolePreview>()
  const queries = useQueryClient()
  const edit = editOf(base, draft)
  const isChanged = Object.keys(edit).length > 0

  const look = useMutation({
    mutationFn: () => call('POST /api/roles/:id/preview', { params: { id: base.id }, body: edit }),
    onSuccess: setPreview,
  })
  const save = useMutation({
    mutationFn: (isConfirmed: boolean) =>
      call('PATCH /api/roles/:id', {
        params: { id: base.id },
        version: base.version,
        body: { ...edit, confirmed: isConfirmed },
      }),
    onSuccess: async () => {
      await invalidateAccess(queries)
      done()
    },
  })
  const meanwhile = meanwhileIn(save.error)
  const change = (next: Partial<RoleDraft>): void => {
    setDraft((now) => ({ ...now, ...next }))
    setPreview(undefined)
  }

  return (
    <div className={classes.editor}>
      <RoleSettings draft={draft} change={change} role={role.id} />
      <PermissionTicks
        held={draft.held}
        before={new Set(base.permissions)}
        change={(held) => change({ held })}
      />
      <div className={classes.foot}>
        {meanwhile ? (
          <Meanwhile
            base={base}
            current={meanwhile}
            goOn={() => {
              setDraft(mergedDraft(base, meanwhile, draft))
              setBase(meanwhile)
              setPreview(undefined)
              save.reset()
            }}
          />
        ) : (
          save.error && (
            <NotSaved
              error={save.error}
              means="Your changes are still here."
              confirm={() => save.mutate(true)}
            />
          )
        )}
        {look.error && <NotSaved error={look.error} means="Your changes are still here." />}
        {preview && <PreviewOfRole preview={preview} />}
        <div className={classes.beside}>
          <Button variant="default" onClick={done}>
            Cancel
          </Button>
          {preview ? (
            <Button
              onClick={() => save.mutate(false)}
              loading={save.isPending}
              disabled={meanwhile !== undefined}
            >
              Save
            </Button>
          ) : (
            <Button
              onClick={() => look.mutate()}
              loading={look.isPending}
              disabled={!isChanged || whyNotReady(draft) !== undefined || meanwhile !== undefined}
            >
              Preview changes
            </Button>
          )}
        </div>
        <p className={classes.aside}>{isChanged ? whyNotReady(draft) : 'No changes yet.'}</p>
      </div>
    </div>
  )
}

/** The latest version of the role, if someone else saved it since it was read. */
function meanwhileIn(error: unknown): RoleView | undefined {
  if (!(error instanceof Failure) || error.status !== 412) return undefined
  return error.body?.current
}

interface MeanwhileProps {
  readonly base: RoleView
  readonly current: RoleView
  readonly goOn: () => void
}

/** Someone else saved this role meanwhile: shows what they changed and merges both. */
function Meanwhile({ base, current, goOn }: MeanwhileProps) {
  const gone = base.permissions.filter((one) => !current.permissions.includes(one))
  const come = current.permissions.filter((one) => !base.permissions.includes(one))
  const theirs = editOf(base, draftOf(current))
  const settings = [
    ...(theirs.fits === undefined ? [] : ['account types']),
    ...(theirs.grantableBy === undefined ? [] : ['who can assign it']),
    ...(theirs.tagLimit === undefined ? [] : ['the tag limit']),
    ...(theirs.hidePrices === undefined ? [] : ['hidden prices']),
  ]
  return (
    <div role="alert" className={classes.warning}>
      <p>
        <strong>Someone else changed this role.</strong> Your changes aren’t saved yet, but they are still
        here.
      </p>
      <ul className={classes.list}>
        {theirs.label !== undefined && <li>New name: {current.label}.</li>}
        {come.length > 0 && <li>Added {joined(come.map(labelOf))}.</li>}
        {gone.length > 0 && <li>Removed {joined(gone.map(labelOf))}.</li>}
        {settings.length > 0 && <li>Changed {joined(settings)}.</li>}
      </ul>
      <div className={classes.beside}>
        <Button size="xs" onClick={goOn}>
          Apply my changes on top
        </Button>
      </div>
    </div>
  )
}
