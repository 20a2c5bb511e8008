import type { RoleMatrix } from '@rolecall/contract'

export type MatrixModule = RoleMatrix['modules'][number]
export type MatrixPermission = MatrixModule['permissions'][number]

export interface Filters {
  readonly search: string
  readonly differs: boolean
  readonly has: string | undefined
  /** The roles to compare. Empty: all. */
  readonly roles: readonly string[]
}

/** The filtered comparison: fewer roles, fewer permissions, no empty module. */
export function shownMatrix(matrix: RoleMatrix, { search, differs, has, roles }: Filters): RoleMatrix {
  const wanted = matrix.modules.flatMap(({ permissions }) => permissions).find(({ id }) => id === has)
  const columns = matrix.roles.flatMap((role, index) =>
    (roles.length === 0 || roles.includes(role.id)) && (wanted === undefined || wanted.cells[index])
      ? [index]
      : [],
  )
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const isShown = (permission: MatrixPermission, module: string): boolean => {
    const text = `${permission.label} ${permission.meaning} ${module}`.toLocaleLowerCase()
    return words.every((word) => text.includes(word)) && !(differs && isSame(permission.cells))
  }
  return {
    roles: columns.flatMap((index) => matrix.roles[index] ?? []),
    modules: matrix.modules
      .map((module) => ({
        ...module,
        permissions: module.permissions
          .map((permission) => ({
            ...permission,
            cells: columns.map((index) => permission.cells[index] === true),
          }))
          .filter((permission) => isShown(permission, module.label)),
      }))
      .filter(({ permissions }) => permissions.length > 0),
  }
}

function isSame([first, ...others]: readonly boolean[]): boolean {
  return others.every((cell) => cell === first)
}
