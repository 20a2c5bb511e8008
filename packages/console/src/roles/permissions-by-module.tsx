import { practiceCatalog } from '@rolecall/core'
import { IconCheck } from '@tabler/icons-react'
import classes from './permissions-by-module.module.css'

/** The permissions of the catalogue, by the module of the first kind they cover. */
export function groupedPermissions(): readonly {
  readonly module: string
  readonly label: string
  readonly permissions: readonly string[]
}[] {
  const all = Object.entries(practiceCatalog.permissions)
  return Object.entries(practiceCatalog.modules).flatMap(([module, { label }]) => {
    const permissions = all.flatMap(([id, { covers }]) =>
      practiceCatalog.kinds[covers[0]?.kind ?? '']?.module === module ? [id] : [],
    )
    return permissions.length === 0 ? [] : [{ module, label, permissions }]
  })
}

/** A role’s permissions as a list. */
export function PermissionsByModule({ permissions }: { readonly permissions: readonly string[] }) {
  const held = new Set(permissions)
  const groups = groupedPermissions()
    .map((group) => ({ ...group, permissions: group.permissions.filter((id) => held.has(id)) }))
    .filter((group) => group.permissions.length > 0)
  if (groups.length === 0) return <p className={classes.meaning}>No permissions yet.</p>
  return (
    <dl className={classes.groups}>
      {groups.map(({ module, label, permissions }) => (
        <div key={module}>
          <dt className={classes.module}>{label}</dt>
          {permissions.map((id) => (
            <dd key={id} className={classes.permission}>
              <IconCheck size={16} stroke={2.5} aria-hidden="true" className={classes.tick} />
              <span>
                {practiceCatalog.permissions[id]?.label}
                <span className={classes.meaning}>{practiceCatalog.permissions[id]?.meaning}</span>
              </span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  )
}
