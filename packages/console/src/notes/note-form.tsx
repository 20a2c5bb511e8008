import { Button, Textarea, TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconArrowLeft } from '@tabler/icons-react'
import type { FormEvent, ReactNode } from 'react'
import { NotSaved } from '../ui/not-saved.tsx'
import classes from './note-form.module.css'

export interface TypedNote {
  readonly title: string
  readonly text: string
}

interface NoteFormProps {
  readonly heading: string
  readonly typed: TypedNote
  /** Whether anything is typed that is not saved. */
  readonly isChanged: boolean
  readonly change: (typed: TypedNote) => void
  readonly save: () => void
  /** Save although it widens one's own access. */
  readonly confirm?: () => void
  readonly saveLabel: string
  readonly isSaving: boolean
  /** Why saving did not work; what is typed stays. */
  readonly error: Error | null
  /** Go, and find it here again. */
  readonly leave: () => void
  readonly discard: () => void
  /** What stands above the text. */
  readonly children?: ReactNode
}

/** Title and text of a note while it is typed. Nothing that goes wrong takes away what is typed. */
export function NoteForm(props: NoteFormProps) {
  const { heading, typed, isChanged, change, save, confirm, saveLabel, isSaving, error, leave, discard } =
    props
  useHotkeys([['mod+S', () => isChanged && save()]], [])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save()
  }
  return (
    <form className={classes.form} onSubmit={submit} aria-label={heading}>
      <div className={classes.bar}>
        <h2>{heading}</h2>
        <span className={classes.state} role="status">
          {isSaving ? 'Saving…' : isChanged ? 'Not saved yet' : ''}
        </span>
      </div>
      {props.children}
      {error && !isSaving && (
        <NotSaved
          error={error}
          means="What you typed is still here."
          again={save}
          {...(confirm && { confirm })}
        />
      )}
      <TextInput
        label="Title"
        maxLength={300}
        value={typed.title}
        onChange={(event) => change({ ...typed, title: event.currentTarget.value })}
      />
      <Textarea
        label="Text"
        maxLength={50_000}
        classNames={{ input: classes.text }}
        value={typed.text}
        onChange={(event) => change({ ...typed, text: event.currentTarget.value })}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={isSaving} disabled={!isChanged}>
          {saveLabel}
        </Button>
        <Button
          variant="default"
          onClick={leave}
          leftSection={<IconArrowLeft size={16} aria-hidden="true" />}
        >
          {isChanged ? 'Continue later' : 'Back'}
        </Button>
        {isChanged && (
          <Button variant="subtle" color="red" onClick={discard}>
            Discard changes
          </Button>
        )}
      </div>
    </form>
  )
}
