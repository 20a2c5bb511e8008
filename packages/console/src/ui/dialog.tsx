import { Button, Modal } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Failure } from '../api/failure.ts'
import classes from './dialog.module.css'
import { NotSaved } from './not-saved.tsx'
import { useFocusBack } from './use-focus-back.ts'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  readonly close: () => void
  readonly children: ReactNode
  /** What the button says that does it. */
  readonly confirm: string
  readonly isGrave?: boolean
  readonly isReady?: boolean
  readonly isBusy: boolean
  readonly error: unknown
  /** `isConfirmed`: also where it changes one's own access. */
  readonly run: (isConfirmed: boolean) => void
}

/** One change, said in words before it is made. What was filled in stays until it is done. */
export function Dialog({
  title,
  isOpen,
  close,
  children,
  confirm,
  isGrave = false,
  isReady = true,
  isBusy,
  error,
  run,
}: DialogProps) {
  useFocusBack(isOpen)
  const isNarrow = useMediaQuery('(max-width: 36em)')
  return (
    <Modal.Root
      opened={isOpen}
      onClose={close}
      size={560}
      fullScreen={isNarrow}
      centered
      closeOnClickOutside={!isBusy}
      classNames={{ content: classes.content, header: classes.header, title: classes.title }}
    >
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>
          <form
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault()
              // A form in a dialog is inside of the page's tree, and maybe inside of another form's.
              event.stopPropagation()
              if (isReady && !isBusy) run(false)
            }}
          >
            {children}
            {error !== null && error !== undefined && (
              <NotSaved
                error={error}
                means={
                  error instanceof Failure && error.passes
                    ? 'Your changes may not have been saved. What you filled in is still here. Please try again.'
                    : ''
                }
                confirm={() => isReady && !isBusy && run(true)}
              />
            )}
            <div className={classes.buttons}>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={isBusy} disabled={!isReady} {...(isGrave && { color: 'red.8' })}>
                {confirm}
              </Button>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
