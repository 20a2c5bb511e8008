import { Tooltip, UnstyledButton } from '@mantine/core'
import type { RoleMatrix } from '@rolecall/contract'
import { memo, type PointerEvent, useRef } from 'react'
import classes from './role-matrix.module.css'
import type { MatrixModule, MatrixPermission } from './shown-matrix.ts'

interface RoleMatrixTableProps {
  readonly matrix: RoleMatrix
  readonly openRole: (id: string) => void
  readonly askWhoHas: (permission: string) => void
}

/** Permissions by roles. The heads stay visible while scrolling. */
export const RoleMatrixTable = memo(function RoleMatrixTable({
  matrix: { roles, modules },
  openRole,
  askWhoHas,
}: RoleMatrixTableProps) {
  const columns = useRef<HTMLTableColElement[]>([])
  const lit = useRef<HTMLTableColElement>(undefined)
  // Not a state: the highlight under the pointer renders nothing again.
  const light = (event: PointerEvent): void => {
    const cell =
      event.target instanceof Element ? event.target.closest<HTMLTableCellElement>('td, thead th') : null
    const next = cell ? columns.current[cell.cellIndex - 1] : undefined
    if (next === lit.current) return
    lit.current?.removeAttribute('data-lit')
    next?.setAttribute('data-lit', '')
    lit.current = next
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a region that scrolls, and so has to be reached by keyboard
    <div
      role="region"
      aria-label="Permissions by roles"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys scroll it
      tabIndex={0}
      className={classes.frame}
    >
      <table className={classes.matrix} onPointerOver={light} onPointerLeave={light}>
        <colgroup>
          <col />
          {roles.map(({ id }, index) => (
            <col
              key={id}
              ref={(column) => {
                if (column) columns.current[index] = column
              }}
            />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              Permission
            </th>
            {roles.map(({ id, label, holders }) => (
              <th key={id} scope="col" className={classes.head}>
                <UnstyledButton
                  className={classes.role}
                  title={`${label}: ${peopleHoldIt(holders)}`}
                  onClick={() => openRole(id)}
                >
                  <span className={classes.label}>{label}</span>
                  <span className={classes.holders} data-none={holders === 0 || undefined}>
                    {holders}
                    <span className={classes.unseen}> {holders === 1 ? 'person' : 'people'}</span>
                  </span>
                </UnstyledButton>
              </th>
            ))}
          </tr>
        </thead>
        {modules.map((module) => (
          <Module key={module.module} module={module} columns={roles.length} askWhoHas={askWhoHas} />
        ))}
      </table>
    </div>
  )
})

function peopleHoldIt(count: number): string {
  return count === 0
    ? 'no one has this role'
    : count === 1
      ? '1 person has this role'
      : `${count} people have this role`
}

/** Modules that every practice has. */
const always = ['general', 'administrative']

const states = {
  on: '',
  'read-only': 'read-only',
  off: 'off',
} as const

interface ModuleProps {
  readonly module: MatrixModule
  readonly columns: number
  readonly askWhoHas: (permission: string) => void
}

function Module({ module: { module, label, state, permissions }, columns, askWhoHas }: ModuleProps) {
  return (
    <tbody data-state={state}>
      <tr className={classes.module}>
        <th scope="rowgroup">
          {always.includes(module) ? label : `${label} module`}
          {state !== 'on' && <span className={classes.state}>{states[state]}</span>}
        </th>
        {/* One wide cell: the colour of the group goes on to the right edge. */}
        <td colSpan={Math.max(columns, 1)} aria-hidden="true" />
      </tr>
      {permissions.map((permission) => (
        <Permission key={permission.id} permission={permission} askWhoHas={askWhoHas} />
      ))}
    </tbody>
  )
}

interface PermissionProps {
  readonly permission: MatrixPermission
  readonly askWhoHas: (permission: string) => void
}

function Permission({ permission: { id, label, meaning, cells }, askWhoHas }: PermissionProps) {
  return (
    <tr className={classes.row}>
      <th scope="row">
        <Tooltip
          label={meaning}
          multiline
          maw={260}
          position="bottom-start"
          openDelay={150}
          events={{ hover: true, focus: true, touch: true }}
          portalProps={{ target: '#content' }}
        >
          <UnstyledButton className={classes.permission} onClick={() => askWhoHas(id)}>
            {label}
          </UnstyledButton>
        </Tooltip>
      </th>
      {cells.map((has, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cells stand in the order of the roles
        <td key={index} className={has ? classes.yes : classes.no}>
          {has && <span className={classes.unseen}>Yes</span>}
        </td>
      ))}
    </tr>
  )
}
