import { Checkbox } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { useState } from 'react'
import { TagBadge } from '../patients/tag-badge.tsx'
import { useTags } from '../practice/use-tags.ts'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { setTags } from './questions.ts'
import { useChange } from './use-change.ts'

interface TagsDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

export function TagsDialog({ patient, isOpen, close }: TagsDialogProps) {
  const known = useTags()
  const [chosen, setChosen] = useState<readonly string[]>()
  const now = chosen ?? patient.tags.map(({ id }) => id)
  const leave = (): void => {
    setChosen(undefined)
    save.reset()
    close()
  }
  const save = useChange((tags: readonly string[]) => setTags(patient, tags), leave)
  const tags = known.size > 0 ? [...known.values()] : patient.tags.map((tag) => ({ ...tag, limits: 0 }))
  return (
    <ChangeDialog
      title="Tags"
      isOpen={isOpen}
      close={leave}
      save={() => save.mutate(now)}
      saveLabel="Save the tags"
      isSaving={save.isPending}
      canSave={chosen !== undefined}
      error={save.error}
    >
      <fieldset className={classes.choices}>
        <legend>Which tags does {patient.given} carry?</legend>
        <div className={classes.scroll}>
          {tags.map((tag) => (
            <Checkbox
              key={tag.id}
              checked={now.includes(tag.id)}
              label={
                <>
                  <TagBadge tag={tag.id} label={tag.label} colour={tag.colour} />
                  {tag.limits > 0 && <span className={classes.hint}> limits who reaches a patient</span>}
                </>
              }
              onChange={({ currentTarget: { checked } }) =>
                setChosen(checked ? [...now, tag.id] : now.filter((one) => one !== tag.id))
              }
            />
          ))}
          {tags.length === 0 && <p className={classes.hint}>The practice has no tags yet.</p>}
        </div>
      </fieldset>
    </ChangeDialog>
  )
}
