import { Button, Checkbox } from '@mantine/core'
import { practiceCatalog } from '@rolecall/core'
import { useState } from 'react'
import { joined } from '../team/member-words.ts'
import { groupedPermissions } from './permissions-by-module.tsx'
import classes from './role-editor.module.css'
import { type AddedTick, labelOf, needing, tick } from './ticks.ts'

interface PermissionTicksProps {
  readonly held: ReadonlySet<string>
  /** What was selected when the edit began: differences are marked. */
  readonly before: ReadonlySet<string>
  readonly change: (held: ReadonlySet<string>) => void
}

/** Every permission as a checkbox. Selecting one selects what it needs; removing one that others need asks first. */
export function PermissionTicks({ held, before, change }: PermissionTicksProps) {
  const [added, setAdded] = useState<readonly AddedTick[]>([])
  const [asked, setAsked] = useState<string>()
  const toggle = (permission: string, isTicked: boolean): void => {
    if (isTicked) {
      const ticked = tick(held, permission)
      setAsked(undefined)
      setAdded([...added.filter((one) => one.permission !== permission), ...ticked.added])
      change(ticked.held)
      return
    }
    if (needing(held, permission).length > 0) setAsked(permission)
    else untick(permission)
  }
  const untick = (permission: string): void => {
    setAsked(undefined)
    setAdded(added.filter((one) => one.permission !== permission))
    change(new Set([...held].filter((one) => one !== permission)))
  }
  const description = (permission: string): string => {
    const because = added.find((one) => one.permission === permission)?.because
    const meaning = practiceCatalog.permissions[permission]?.meaning ?? ''
    return because === undefined || !held.has(permission)
      ? meaning
      : `${meaning}. Also selected: needed for ${labelOf(because)}`
  }
  return groupedPermissions().map(({ module, label: name, permissions }) => (
    <fieldset key={module} className={classes.group}>
      <legend className={classes.module}>{name}</legend>
      {permissions.map((permission) => (
        <div key={permission}>
          <Checkbox
            label={labelOf(permission)}
            description={description(permission)}
            checked={held.has(permission)}
            data-changed={before.has(permission) !== held.has(permission) || undefined}
            classNames={{ root: classes.tick, description: classes.meaning }}
            onChange={(event) => toggle(permission, event.currentTarget.checked)}
          />
          {asked === permission && (
            <div role="alert" className={classes.warning}>
              <p>
                {joined(needing(held, permission).map(labelOf))}{' '}
                {needing(held, permission).length === 1 ? 'needs' : 'need'} this permission.
              </p>
              <div className={classes.beside}>
                <Button size="xs" variant="default" onClick={() => untick(permission)}>
                  Remove anyway
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
  ))
}
