import type { RoleMatrix } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import type { RequestContext } from '../access/door.ts'
import { holdersOf } from './role-view.ts'

/** Every permission beside every role, by the module it belongs to. */
export function roleMatrix({ snapshot, at }: RequestContext): RoleMatrix {
  const roles = [...snapshot.roles.values()]
  const permissions = Object.entries(practiceCatalog.permissions)
  return {
    roles: roles.map(({ role: { id, label } }) => ({
      id,
      label,
      holders: holdersOf(snapshot, id, at, 'now'),
    })),
    modules: Object.entries(practiceCatalog.modules).map(([module, { label }]) => ({
      module,
      label,
      state: snapshot.modulesOn.has(module)
        ? 'on'
        : snapshot.modulesReadOnly.has(module)
          ? 'read-only'
          : 'off',
      permissions: permissions
        .filter(([id]) => moduleOf(id) === module)
        .map(([id, { label, meaning, published, mark }]) => ({
          id,
          label,
          meaning,
          published,
          mark,
          cells: roles.map((role) => role.permissions.has(id)),
        })),
    })),
  }
}

/** A permission stands under the module of the first kind it covers. */
function moduleOf(permission: string): string | undefined {
  const kind = practiceCatalog.permissions[permission]?.covers[0]?.kind
  return practiceCatalog.kinds[kind ?? '']?.module
}
