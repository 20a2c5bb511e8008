/** What the address of the roles page carries. */
export interface RolesSearch {
  readonly search?: string
  /** Only the permissions in which the roles shown differ. */
  readonly differs?: 'yes'
  /** Only the roles that have this permission. */
  readonly has?: string
  /** The roles to compare, separated by commas. All if it is missing. */
  readonly roles?: string
  /** The role whose panel is open. */
  readonly role?: string
  /** A new role is being created. */
  readonly make?: 'yes'
}

export function readRolesSearch(given: Record<string, unknown>): RolesSearch {
  const { search, differs, has, roles, role, make } = given
  return {
    ...(isText(search) && { search }),
    ...(differs === 'yes' && { differs }),
    ...(isText(has) && { has }),
    ...(isText(roles) && { roles }),
    ...(isText(role) && { role }),
    ...(make === 'yes' && { make }),
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
