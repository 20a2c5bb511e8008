import { Checkbox } from '@mantine/core'
import type { WholePatient } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { useTags } from '../api/use-tags.ts'
import { TagBadge } from '../ui/tag-badge.tsx'
import classes from './change-dialog.module.css'
import { ChangeDialog } from './change-dialog.tsx'
import { type Saving, useChange } from './use-change.ts'
import { useChoice } from './use-choice.ts'

interface TagsDialogProps {
  readonly patient: WholePatient
  readonly isOpen: boolean
  readonly close: () => void
}

export function TagsDialog({ patient, isOpen, close }: TagsDialogProps) {
  const known = useTags()
  const choice = useChoice<readonly string[]>(
    patient,
    'tags',
    patient.tags.map(({ id }) => id),
  )
  const { now } = choice
  const leave = (): void => {
    choice.letGo()
    save.reset()
    close()
  }
  const save = useChange(
    ({ version, confirmed }: Saving) =>
      call('PUT /api/patients/:id/tags', {
        params: { id: patient.id },
        version,
        body: { tags: now, confirmed },
      }),
    leave,
  )
  const tags = known.size > 0 ? [...known.values()] : patient.tags.map((tag) => ({ ...tag, limits: 0 }))
  return (
    <ChangeDialog
      title="Tags"
      isOpen={isOpen}
      close={leave}
      save={(confirmed) => save.mutate({ version: choice.upon(save.error), confirmed })}
      saveLabel="Save"
      isSaving={save.isPending}
      canSave={choice.isMade}
      error={save.error}
    >
      <fieldset className={classes.choices}>
        <legend>Tags for {patient.given}</legend>
        <div className={classes.scroll}>
          {tags.map((tag) => (
            <Checkbox
              key={tag.id}
              checked={now.includes(tag.id)}
              label={
                <>
                  <TagBadge tag={tag.id} label={tag.label} colour={tag.colour} />
                  {tag.limits > 0 && <span className={classes.hint}> limits who can see the patient</span>}
                </>
              }
              onChange={({ currentTarget: { checked } }) =>
                choice.choose(checked ? [...now, tag.id] : now.filter((one) => one !== tag.id))
              }
            />
          ))}
          {tags.length === 0 && <p className={classes.hint}>No tags yet.</p>}
        </div>
      </fieldset>
    </ChangeDialog>
  )
}
