import { Choices } from '../ui/choices.tsx'
import { usePlaces } from './use-places.ts'

interface ScopeFieldsProps {
  readonly at: readonly string[]
  readonly setAt: (at: readonly string[]) => void
  readonly tagged: readonly string[]
  readonly setTagged: (tagged: readonly string[]) => void
}

/** Where a role holds: at some locations, for some tags, or everywhere. */
export function ScopeFields({ at, setAt, tagged, setTagged }: ScopeFieldsProps) {
  const { locations, tags } = usePlaces()
  return (
    <>
      {locations.size > 0 && (
        <Choices
          label="At"
          description="Nothing ticked: at all locations"
          of={locations}
          chosen={at}
          choose={setAt}
        />
      )}
      {tags.size > 0 && (
        <Choices
          label="For patients tagged"
          description="Nothing ticked: whatever their tags"
          of={tags}
          chosen={tagged}
          choose={setTagged}
        />
      )}
    </>
  )
}
