import { Button, Modal } from '@mantine/core'
import type { Note } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { Failure } from '../api/failure.ts'
import { invalidate } from '../api/query.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Notice } from '../ui/notice.tsx'
import classes from './dialog.module.css'

interface SignDialogProps {
  readonly note: Note
  readonly isOpen: boolean
  readonly close: () => void
}

/** Asks once more before a note is locked. What is signed is the version that is on the screen. */
export function SignDialog({ note, isOpen, close }: SignDialogProps) {
  const queries = useQueryClient()
  const refresh = () => invalidate(queries, 'GET /api/notes/:id', 'GET /api/patients/:patient/notes')
  const sign = useMutation({
    mutationFn: () => call('POST /api/notes/:id/sign', { params: { id: note.id }, version: note.version }),
    onSuccess: async () => {
      await refresh()
      close()
    },
    onError: async (error) => {
      if (error instanceof Failure && error.status === 412) await refresh()
    },
  })
  const isStale = sign.error instanceof Failure && sign.error.status === 412
  const leave = (): void => {
    sign.reset()
    close()
  }
  return (
    <Modal.Root opened={isOpen} onClose={leave} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>Sign this note?</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body className={classes.body}>
          <p>
            You’re signing “{note.title === '' ? 'Untitled note' : note.title}”. Signed notes can’t be edited.
            You can add an addendum, or unlock the note with a reason.
          </p>
          {sign.isError && (
            <Notice tone="trouble">
              {isStale ? (
                'Someone else changed this note. Read it again before you sign.'
              ) : (
                <>
                  <ErrorWords error={sign.error} /> The note isn’t signed.
                </>
              )}
            </Notice>
          )}
          <div className={classes.buttons}>
            <Button variant="default" onClick={leave}>
              {isStale ? 'Read again' : 'Cancel'}
            </Button>
            <Button onClick={() => sign.mutate()} loading={sign.isPending} disabled={isStale} data-autofocus>
              Sign note
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}
