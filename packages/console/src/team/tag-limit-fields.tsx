import { Radio } from '@mantine/core'
import { Choices } from '../ui/choices.tsx'
import classes from '../ui/dialog.module.css'
import { joined } from './member-words.ts'
import { type Places, unknownTag, usePlaces } from './use-places.ts'

/** A tag limit in a form. */
export interface TagLimitDraft {
  readonly match: 'none' | 'any' | 'all'
  readonly tags: readonly string[]
}

interface TagLimitFieldsProps {
  readonly limit: TagLimitDraft
  readonly change: (limit: TagLimitDraft) => void
}

/** Whether access is limited by tags, and by which. */
export function TagLimitFields({ limit, change }: TagLimitFieldsProps) {
  const { tags } = usePlaces()
  return (
    <>
      <Radio.Group
        label="Patient tags"
        value={limit.match}
        onChange={(value) => change({ ...limit, match: matchOf(value) })}
      >
        <div className={classes.options}>
          <Radio value="none" label="No tag limit" />
          <Radio value="any" label="Patients with any of these tags" />
          <Radio value="all" label="Patients with all of these tags" />
        </div>
      </Radio.Group>
      {limit.match !== 'none' && (
        <Choices
          label="Tags"
          of={tags}
          chosen={limit.tags}
          choose={(chosen) => change({ ...limit, tags: chosen })}
        />
      )}
    </>
  )
}

/** `only patients tagged Hill Road or VIP`, or `no patients`. */
export function taggedInWords({ match, tags }: TagLimitDraft, places: Places): string {
  const names = joined(
    tags.map((id) => places.tags.get(id) ?? unknownTag),
    match === 'all' ? 'and' : 'or',
  )
  return names === '' ? 'no patients' : `only patients tagged ${names}`
}

function matchOf(value: string): TagLimitDraft['match'] {
  return value === 'any' || value === 'all' ? value : 'none'
}
