import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { FormEvent, ReactNode } from 'react'
import { confirmationOf } from '../api/failure.ts'
import { meanwhileOf } from '../api/meanwhile.ts'
import { ChangedBy } from '../ui/changed-by.tsx'
import { NotSaved } from '../ui/not-saved.tsx'
import classes from './change-dialog.module.css'
import { fieldWords } from './field-words.ts'

interface ChangeDialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly close: () => void
  /** Let go of what is typed, where closing keeps it. */
  readonly discard?: () => void
  /** `confirmed`: also where it widens one's own access. */
  readonly save: (confirmed: boolean) => void
  readonly saveLabel: string
  readonly isSaving: boolean
  readonly canSave: boolean
  readonly error: Error | null
  readonly children: ReactNode
}

/** A dialog that changes something. What was chosen stays when it does not work, with the sentence why. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { title, isOpen, close, discard = close, save, saveLabel, isSaving, canSave, error, children } = props
  const stale = meanwhileOf(error)
  const isNarrow = useMediaQuery('(max-width: 36em)')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    save(false)
  }
  return (
    <Modal.Root opened={isOpen} onClose={close} size={520} fullScreen={isNarrow} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          <form className={classes.form} onSubmit={submit}>
            {error && !isSaving && stale !== undefined && (
              <section className={classes.meanwhile} role="alert">
                <p>Someone else changed this patient:</p>
                <ChangedBy edits={stale} words={fieldWords} />
                <p>The latest version is shown behind. Save again to replace it.</p>
              </section>
            )}
            {error && !isSaving && stale === undefined && (
              <NotSaved
                error={error}
                means="Your changes may not have been saved. They’re still here."
                confirm={() => canSave && save(true)}
              />
            )}
            {children}
            <div className={classes.buttons}>
              <Button variant="default" onClick={discard}>
                Cancel
              </Button>
              <Button type="submit" loading={isSaving} disabled={!canSave}>
                {error && confirmationOf(error) === undefined ? 'Save again' : saveLabel}
              </Button>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
