import { Button, Checkbox, TextInput } from '@mantine/core'
import type { RolePreview, RoleView } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure, sentenceOf } from '../api/failure.ts'
import { Notice } from '../shell/notice.tsx'
import { joined } from '../team/member-words.ts'
import { membersKey } from '../team/questions.ts'
import { groupedPermissions } from './permissions-by-module.tsx'
import { PreviewOfRole } from './preview-of-role.tsx'
import { previewRole, type RoleEdit, rolesKey, saveRole } from './questions.ts'
import classes from './role-editor.module.css'
import { type AddedTick, labelOf, needing, tick } from './ticks.ts'

interface RoleEditorProps {
  readonly role: RoleView
  readonly done: () => void
}

/** Tick what a role allows, see who gains or loses what, and only then save. */
export function RoleEditor({ role, done }: RoleEditorProps) {
  // What the edit began from. It moves on only when somebody else's save was looked at.
  const [base, setBase] = useState(role)
  const [label, setLabel] = useState(role.label)
  const [held, setHeld] = useState<ReadonlySet<string>>(() => new Set(role.permissions))
  const [added, setAdded] = useState<readonly AddedTick[]>([])
  const [asked, setAsked] = useState<string>()
  const [preview, setPreview] = useState<RolePreview>()
  const [isConfirmed, setConfirmed] = useState(false)
  const queries = useQueryClient()
  const edit = editOf(base, label, held)
  const isChanged = Object.keys(edit).length > 0

  const look = useMutation({ mutationFn: () => previewRole(base.id, edit), onSuccess: setPreview })
  const save = useMutation({
    mutationFn: () => saveRole(base.id, base.version, edit, isConfirmed),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: rolesKey }),
        queries.invalidateQueries({ queryKey: membersKey }),
      ])
      done()
    },
  })
  const meanwhile = meanwhileIn(save.error)

  const changeHeld = (next: ReadonlySet<string>): void => {
    setHeld(next)
    setPreview(undefined)
    setAsked(undefined)
  }
  const toggle = (permission: string, isTicked: boolean): void => {
    if (isTicked) {
      const ticked = tick(held, permission)
      changeHeld(ticked.held)
      setAdded([...added.filter((one) => one.permission !== permission), ...ticked.added])
      return
    }
    if (needing(held, permission).length > 0) setAsked(permission)
    else untick(permission)
  }
  const untick = (permission: string): void => {
    changeHeld(new Set([...held].filter((one) => one !== permission)))
    setAdded(added.filter((one) => one.permission !== permission))
  }

  return (
    <div className={classes.editor}>
      <TextInput
        label="Name"
        maxLength={200}
        value={label}
        onChange={(event) => {
          setLabel(event.currentTarget.value)
          setPreview(undefined)
        }}
      />
      {groupedPermissions().map(({ module, label: name, permissions }) => (
        <fieldset key={module} className={classes.group}>
          <legend className={classes.module}>{name}</legend>
          {permissions.map((permission) => (
            <div key={permission}>
              <Checkbox
                label={labelOf(permission)}
                description={description(permission)}
                checked={held.has(permission)}
                data-changed={base.permissions.includes(permission) !== held.has(permission) || undefined}
                classNames={{ root: classes.tick, description: classes.meaning }}
                onChange={(event) => toggle(permission, event.currentTarget.checked)}
              />
              {asked === permission && (
                <div role="alert" className={classes.warning}>
                  <p>
                    {joined(needing(held, permission).map(labelOf))}{' '}
                    {needing(held, permission).length === 1 ? 'is' : 'are'} of little use without it.
                  </p>
                  <div className={classes.beside}>
                    <Button size="xs" variant="default" onClick={() => untick(permission)}>
                      Untick anyway
                    </Button>
                    <Button size="xs" onClick={() => setAsked(undefined)} data-autofocus>
                      Keep it
                    </Button>
                  </div>
                </div>
              )}
            </div>
          ))}
        </fieldset>
      ))}
      <div className={classes.foot}>
        {meanwhile ? (
          <Meanwhile
            base={base}
            current={meanwhile}
            goOn={() => {
              // Their changes stay, and on top of them those made here.
              const mine =
                edit.permissions === undefined ? meanwhile.permissions : merged(base, meanwhile, held)
              setHeld(new Set(mine))
              if (edit.label === undefined) setLabel(meanwhile.label)
              setBase(meanwhile)
              setPreview(undefined)
              save.reset()
            }}
          />
        ) : (
          save.error && (
            <Notice tone="trouble">{sentenceOf(save.error)} What you ticked is still here.</Notice>
          )
        )}
        {needsConfirming(save.error) && (
          <Checkbox
            label="I know that this changes what I may do myself"
            checked={isConfirmed}
            onChange={(event) => setConfirmed(event.currentTarget.checked)}
          />
        )}
        {look.error && (
          <Notice tone="trouble">{sentenceOf(look.error)} What you ticked is still here.</Notice>
        )}
        {preview && <PreviewOfRole preview={preview} />}
        <div className={classes.beside}>
          <Button variant="default" onClick={done}>
            Cancel
          </Button>
          {preview ? (
            <Button onClick={() => save.mutate()} loading={save.isPending} disabled={meanwhile !== undefined}>
              Save
            </Button>
          ) : (
            <Button
              onClick={() => look.mutate()}
              loading={look.isPending}
              disabled={!isChanged || label.trim() === '' || meanwhile !== undefined}
            >
              See what this changes
            </Button>
          )}
        </div>
        {!isChanged && <p className={classes.aside}>Nothing is changed yet.</p>}
      </div>
    </div>
  )

  function description(permission: string): string {
    const because = added.find((one) => one.permission === permission)?.because
    const meaning = practiceCatalog.permissions[permission]?.meaning ?? ''
    return because === undefined || !held.has(permission)
      ? meaning
      : `${meaning}. Ticked along, since ${labelOf(because)} needs it`
  }
}

function editOf(base: RoleView, label: string, held: ReadonlySet<string>): RoleEdit {
  const isSame = base.permissions.length === held.size && base.permissions.every((one) => held.has(one))
  return {
    ...(label.trim() !== base.label && { label: label.trim() }),
    ...(!isSame && { permissions: [...held] }),
  }
}

/** What somebody else made of the role since it was read. */
function meanwhileIn(error: unknown): RoleView | undefined {
  if (!(error instanceof Failure) || error.status !== 412) return undefined
  const { current } = error.body as { readonly current?: RoleView }
  return current
}

function needsConfirming(error: unknown): boolean {
  return error instanceof Failure && error.status === 409
}

function merged(base: RoleView, current: RoleView, held: ReadonlySet<string>): readonly string[] {
  const kept = current.permissions.filter((one) => held.has(one) || !base.permissions.includes(one))
  const mine = [...held].filter((one) => !base.permissions.includes(one) && !kept.includes(one))
  return [...kept, ...mine]
}

interface MeanwhileProps {
  readonly base: RoleView
  readonly current: RoleView
  readonly goOn: () => void
}

/** Somebody saved this role while it was being changed here: what they changed, and the way on. */
function Meanwhile({ base, current, goOn }: MeanwhileProps) {
  const gone = base.permissions.filter((one) => !current.permissions.includes(one))
  const come = current.permissions.filter((one) => !base.permissions.includes(one))
  return (
    <div role="alert" className={classes.warning}>
      <p>
        <strong>Somebody changed this role meanwhile.</strong> Nothing of yours is saved yet, and nothing is
        lost.
      </p>
      <ul className={classes.list}>
        {current.label !== base.label && <li>It is called {current.label} now.</li>}
        {come.length > 0 && <li>They ticked {joined(come.map(labelOf))}.</li>}
        {gone.length > 0 && <li>They unticked {joined(gone.map(labelOf))}.</li>}
        {current.label === base.label && come.length + gone.length === 0 && (
          <li>They changed whom it fits, who may give it, or its limits.</li>
        )}
      </ul>
      <div className={classes.beside}>
        <Button size="xs" onClick={goOn}>
          Keep theirs and add mine
        </Button>
      </div>
    </div>
  )
}
