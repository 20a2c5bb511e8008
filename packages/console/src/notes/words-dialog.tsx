import { Button, Modal, Textarea } from '@mantine/core'
import type { Note } from '@rolecall/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { call } from '../api/call.ts'
import { invalidate, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { NotSaved } from '../ui/not-saved.tsx'
import { useKept } from '../ui/use-draft.ts'
import classes from './dialog.module.css'

const forms = {
  addendum: {
    title: 'Add addendum',
    about: 'The signed text stays unchanged. Your addendum appears below it with your name and the time.',
    label: 'Addendum',
    most: 50_000,
    button: 'Add addendum',
  },
  unlock: {
    title: 'Unlock note',
    about: 'This starts a new version you can edit. The signed version is kept with its signature.',
    label: 'Reason',
    most: 2000,
    button: 'Unlock',
  },
} as const

interface WordsDialogProps {
  readonly note: Note
  /** Undefined: closed. */
  readonly act: keyof typeof forms | undefined
  readonly close: () => void
}

/** An addendum, or the reason for unlocking a note: something one types. */
export function WordsDialog({ note, act, close }: WordsDialogProps) {
  return (
    <Modal.Root opened={act !== undefined} onClose={close} size={560} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>{act && forms[act].title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body>{act && <Form key={act} note={note} act={act} close={close} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

interface FormProps extends WordsDialogProps {
  readonly act: keyof typeof forms
}

function Form({ note, act, close }: FormProps) {
  const { about, label, most, button } = forms[act]
  const viewer = viewerKey(useMe())
  const queries = useQueryClient()
  const [typed = '', keep] = useKept<string>(viewer, `${act} ${note.id}`)
  const send = useMutation({
    mutationFn: (): Promise<unknown> =>
      act === 'addendum'
        ? call('POST /api/notes/:id/addenda', { params: { id: note.id }, body: { text: typed } })
        : call('POST /api/notes/:id/unlock', {
            params: { id: note.id },
            version: note.version,
            body: { reason: typed },
          }),
    onSuccess: async () => {
      keep(undefined)
      await invalidate(queries, 'GET /api/notes/:id', 'GET /api/patients/:patient/notes')
      close()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed.trim() !== '') send.mutate()
  }
  return (
    <form className={classes.body} onSubmit={submit}>
      <p>{about}</p>
      {send.isError && !send.isPending && (
        <NotSaved error={send.error} means="What you typed is still here." />
      )}
      <Textarea
        label={label}
        data-autofocus
        rows={5}
        maxLength={most}
        value={typed}
        onChange={(event) => keep(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
      />
      <div className={classes.buttons}>
        <Button variant="default" onClick={close}>
          {typed === '' ? 'Cancel' : 'Continue later'}
        </Button>
        <Button type="submit" loading={send.isPending} disabled={typed.trim() === ''}>
          {button}
        </Button>
      </div>
    </form>
  )
}
