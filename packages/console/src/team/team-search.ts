export const groupings = ['kind', 'role', 'location', 'status', 'none'] as const
export type Grouping = (typeof groupings)[number]

export const sortings = ['name', 'job', 'roles', 'status', 'seen'] as const
export type Sorting = (typeof sortings)[number]

/** What the address of the team page carries. */
export interface TeamSearch {
  readonly search?: string
  readonly group?: Grouping
  readonly sort?: Sorting
  readonly down?: 'yes'
  /** A person is being added. */
  readonly add?: 'yes'
}

export function readTeamSearch({ search, group, sort, down, add }: Record<string, unknown>): TeamSearch {
  const grouping = groupings.find((one) => one === group)
  const sorting = sortings.find((one) => one === sort)
  return {
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(grouping && { group: grouping }),
    ...(sorting && { sort: sorting }),
    ...(down === 'yes' && { down }),
    ...(add === 'yes' && { add }),
  }
}
