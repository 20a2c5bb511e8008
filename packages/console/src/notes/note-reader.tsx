import { Button, Skeleton } from '@mantine/core'
import type { Note } from '@rolecall/contract'
import {
  IconArrowLeft,
  IconLockOpen,
  IconMessagePlus,
  IconPencil,
  IconRosetteDiscountCheck,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Failure } from '../api/failure.ts'
import { queryWithFallback, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Closed } from '../chart/closed.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { isKept } from '../ui/use-draft.ts'
import { useWhen } from '../ui/use-when.ts'
import { EditNote } from './edit-note.tsx'
import { importedWords, signedWords } from './imported-words.ts'
import classes from './note-reader.module.css'
import { NoteVersions } from './note-versions.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { WordsDialog } from './words-dialog.tsx'

interface NoteReaderProps {
  readonly id: string
  readonly close: () => void
}

/** A note to read, with what may be done with it. */
export function NoteReader({ id, close }: NoteReaderProps) {
  const me = useMe()
  const viewer = viewerKey(me)
  const question = queryWithFallback(
    'GET /api/notes/:id',
    viewer,
    { params: { id } },
    { on: [404], answer: null },
  )
  const { data: note, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  // What was typed and not saved is what one comes back to.
  const [isEditing, setIsEditing] = useState(() => isKept(viewer, `note ${id}`))
  if (note === null) {
    return (
      <section className={classes.note}>
        <h2 className={classes.title}>Note not found, or you don’t have access</h2>
        <p>For privacy we don’t say which.</p>
        <Button variant="default" onClick={close}>
          Back to notes
        </Button>
      </section>
    )
  }
  if (!note) {
    if (error instanceof Failure && error.status === 403) {
      return (
        <section className={classes.note}>
          <Closed
            label="Read notes"
            why={error.message}
            question={{ kind: 'note', act: 'view' }}
            what="read notes"
          />
        </section>
      )
    }
    if (error) return <Trouble what="this note" error={error} busy={isFetching} retry={retry} />
    return (
      <div className={classes.note} aria-busy="true">
        <SlowNotice what="this note" retry={retry} />
        <Skeleton height={26} width="60%" />
        <Skeleton height={220} />
      </div>
    )
  }
  if (isEditing) return <EditNote note={note} close={() => setIsEditing(false)} />
  return (
    <>
      {error && (
        <Trouble what="the latest version of this note" error={error} busy={isFetching} retry={retry} />
      )}
      <Reading note={note} edit={() => setIsEditing(true)} close={close} />
    </>
  )
}

const whats = {
  edit: { label: 'Edit', what: 'edit this note' },
  sign: { label: 'Sign', what: 'sign this note' },
  addendum: { label: 'Add addendum', what: 'add an addendum' },
  unlock: { label: 'Unlock', what: 'unlock this note' },
} as const

type Act = keyof typeof whats

/** The acts offered in each state: a draft cannot be unlocked, a signed note not signed again. */
const acts: Readonly<Record<'draft' | 'signed', readonly Act[]>> = {
  draft: ['edit', 'sign'],
  signed: ['addendum', 'unlock', 'edit'],
}

interface ReadingProps {
  readonly note: Note
  readonly edit: () => void
  readonly close: () => void
}

function Reading({ note, edit, close }: ReadingProps) {
  const { id, title, text, owner, author, signed, edited, addenda, versions, importedBeside } = note
  const { whenInWords } = useWhen()
  const [asks, setAsks] = useState<Act>()
  const current = versions.find(({ number }) => number === note.textVersion)
  const offered = acts[signed ? 'signed' : 'draft'].map((act) => ({
    act,
    told: note.acts.find((one) => one.act === act),
  }))
  const shut = offered.filter(({ told }) => told?.open !== true)
  return (
    <article className={classes.note} aria-labelledby="note-title">
      <button type="button" className={classes.back} onClick={close}>
        <IconArrowLeft size={16} aria-hidden="true" />
        All notes
      </button>
      <header className={classes.head}>
        <h2 id="note-title" className={classes.title}>
          {title === '' ? 'Untitled note' : title}
        </h2>
        <p className={classes.sub}>
          {owner ? `Author: ${owner.name}` : 'No author'}
          {author !== null && author.id !== owner?.id && `, entered by ${author.name}`}
          {`, ${whenInWords(note.writtenAt)}`}
          {edited !== null && `; last changed by ${edited.by.name}, ${whenInWords(edited.at)}`}
        </p>
        <p className={classes.state} data-signed={signed || undefined}>
          {signed ? (
            <>
              <IconRosetteDiscountCheck size={17} aria-hidden="true" />
              {signedWords(current, whenInWords)}
            </>
          ) : (
            <>
              <IconPencil size={16} aria-hidden="true" />
              Draft, not signed
            </>
          )}
        </p>
        {current?.imported && <p className={classes.sub}>{importedWords(current.imported, whenInWords)}</p>}
      </header>
      {importedBeside && (
        <Notice>
          An import has different text for this note. It’s saved as a separate version: compare the two under
          Versions.
        </Notice>
      )}
      <div className={classes.text}>
        {text === '' ? <span className={classes.sub}>No text yet.</span> : text}
      </div>
      {addenda.map(({ number, text: added, author: by, writtenAt }) => (
        <section key={number} className={classes.addendum} aria-label={`Addendum ${number}`}>
          <h3>
            Addendum {number}
            <span className={classes.sub}>
              {by?.name ?? 'Unknown'}, {whenInWords(writtenAt)}
            </span>
          </h3>
          <div className={classes.text}>{added}</div>
        </section>
      ))}
      <div className={classes.actions}>
        {offered
          .filter(({ told }) => told?.open === true)
          .map(({ act }) => (
            <Button
              key={act}
              variant={act === 'sign' ? 'filled' : 'default'}
              leftSection={icon(act)}
              onClick={() => (act === 'edit' ? edit() : setAsks(act))}
            >
              {whats[act].label}
            </Button>
          ))}
      </div>
      {shut.length > 0 && (
        <div className={classes.shut}>
          {shut.map(({ act, told }) => (
            <Closed
              key={act}
              label={whats[act].label}
              why={told?.why}
              question={{ kind: 'note', act, record: id }}
              what={whats[act].what}
            />
          ))}
        </div>
      )}
      <NoteVersions note={note} />
      <SignDialog note={note} isOpen={asks === 'sign'} close={() => setAsks(undefined)} />
      <WordsDialog
        note={note}
        act={asks === 'addendum' || asks === 'unlock' ? asks : undefined}
        close={() => setAsks(undefined)}
      />
    </article>
  )
}

function icon(act: Act) {
  switch (act) {
    case 'edit':
      return <IconPencil size={17} aria-hidden="true" />
    case 'sign':
      return <IconRosetteDiscountCheck size={17} aria-hidden="true" />
    case 'addendum':
      return <IconMessagePlus size={17} aria-hidden="true" />
    case 'unlock':
      return <IconLockOpen size={17} aria-hidden="true" />
  }
}
