import { Radio } from '@mantine/core'
import { Choices } from '../ui/choices.tsx'
import classes from '../ui/dialog.module.css'
import { joined } from './member-words.ts'
import { type Places, usePlaces } from './use-places.ts'

/** How a limit by tags matches, and by which. */
export interface TagLimitDraft {
  readonly match: 'none' | 'any' | 'all'
  readonly tags: readonly string[]
}

interface TagLimitFieldsProps {
  readonly limit: TagLimitDraft
  readonly change: (limit: TagLimitDraft) => void
}

/** Whether only patients with some tags are reached, and which tags these are. */
export function TagLimitFields({ limit, change }: TagLimitFieldsProps) {
  const { tags } = usePlaces()
  return (
    <>
      <Radio.Group
        label="Patients by tag"
        value={limit.match}
        onChange={(value) => change({ ...limit, match: matchOf(value) })}
      >
        <div className={classes.options}>
          <Radio value="none" label="No limit by tag" />
          <Radio value="any" label="Only patients with at least one of some tags" />
          <Radio value="all" label="Only patients with every one of some tags" />
        </div>
      </Radio.Group>
      {limit.match !== 'none' && (
        <Choices
          label="Which tags"
          of={tags}
          chosen={limit.tags}
          choose={(chosen) => change({ ...limit, tags: chosen })}
        />
      )}
    </>
  )
}

/** `patients tagged Hill Road or VIP`, or that there is none. */
export function taggedInWords({ match, tags }: TagLimitDraft, places: Places): string {
  const names = joined(
    tags.map((id) => places.tags.get(id) ?? id),
    match === 'all' ? 'and' : 'or',
  )
  return names === '' ? 'no patient at all' : `only patients tagged ${names}`
}

function matchOf(value: string): TagLimitDraft['match'] {
  return value === 'any' || value === 'all' ? value : 'none'
}
