import { Choices } from '../ui/choices.tsx'
import { usePlaces } from './use-places.ts'

interface ScopeFieldsProps {
  readonly at: readonly string[]
  readonly setAt: (at: readonly string[]) => void
  readonly tagged: readonly string[]
  readonly setTagged: (tagged: readonly string[]) => void
}

/** Where a role applies: at some offices, for some tags, or for all patients. */
export function ScopeFields({ at, setAt, tagged, setTagged }: ScopeFieldsProps) {
  const { locations, tags } = usePlaces()
  return (
    <>
      {locations.size > 0 && (
        <Choices
          label="Offices"
          description="None selected = all offices"
          of={locations}
          chosen={at}
          choose={setAt}
        />
      )}
      {tags.size > 0 && (
        <Choices
          label="Patient tags"
          description="None selected = all patients"
          of={tags}
          chosen={tagged}
          choose={setTagged}
        />
      )}
    </>
  )
}
