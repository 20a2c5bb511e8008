/** What places and tags are called. */
export const placeNames = { river: 'River Lane', hill: 'Hill Road', mill: 'Mill Yard' } as const

export const tags = [
  { id: 'river-lane', label: 'River Lane', colour: 'blue' },
  { id: 'hill-road', label: 'Hill Road', colour: 'teal' },
  { id: 'mill-yard', label: 'Mill Yard', colour: 'orange' },
  { id: 'vip', label: 'VIP', colour: 'grape' },
] as const
