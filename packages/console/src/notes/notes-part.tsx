import { Button, Skeleton } from '@mantine/core'
import type { NoteEntry, WholePatient } from '@rolecall/contract'
import { IconNotes, IconPencil, IconPlus, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Failure } from '../api/failure.ts'
import { infiniteQueryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Closed } from '../chart/closed.tsx'
import { ErrorWords } from '../ui/error-words.tsx'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { isKept } from '../ui/use-draft.ts'
import { useWhen } from '../ui/use-when.ts'
import { NewNote } from './new-note.tsx'
import { NoteReader } from './note-reader.tsx'
import classes from './notes-part.module.css'

const route = getRouteApi('/shell/patients/$patient')

/** The notes about a patient: the list, and beside it the one that is open. */
export function NotesPart({ patient }: { readonly patient: WholePatient }) {
  const me = useMe()
  const viewer = viewerKey(me)
  const { note } = route.useSearch()
  const navigate = route.useNavigate()
  const question = infiniteQueryOf('GET /api/patients/:patient/notes', viewer, {
    params: { patient: patient.id },
  })
  const isOpen = me.open.includes('listNotesOfPatient')
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...question,
    enabled: isOpen,
  })
  const retry = useAskAgain(question.queryKey)
  const notes = data?.pages.flatMap((page) => page.notes) ?? []
  const open = (next: string | undefined): void =>
    void navigate({ search: next === undefined ? {} : { note: next }, resetScroll: false })
  return (
    <div className={classes.sides} data-open={note !== undefined || undefined}>
      <div className={classes.listSide}>
        {me.open.includes('draftNote') ? (
          <Button
            leftSection={<IconPlus size={17} aria-hidden="true" />}
            variant={note === 'new' ? 'light' : 'filled'}
            onClick={() => open('new')}
          >
            {isKept(viewer, `new ${patient.id}`) ? 'Continue new note' : 'New note'}
          </Button>
        ) : (
          <Closed
            label="New note"
            why={undefined}
            question={{ kind: 'note', act: 'create' }}
            what="write a note"
          />
        )}
        {list()}
      </div>
      <div className={classes.noteSide}>{opened()}</div>
    </div>
  )

  function list() {
    if (!isOpen) {
      return (
        <Closed
          label="View notes"
          why="your roles don’t include viewing notes"
          question={{ kind: 'note', act: 'view' }}
          what="view notes"
        />
      )
    }
    if (!data && error instanceof Failure && error.kind === 'refused') {
      return (
        <Notice>
          <ErrorWords error={error} />
        </Notice>
      )
    }
    if (!data && error) return <Trouble what="the notes" error={error} busy={isFetching} retry={retry} />
    if (!data) {
      return (
        <div className={classes.waiting} aria-busy="true">
          <SlowNotice what="the notes" retry={retry} />
          <Skeleton height={64} />
          <Skeleton height={64} />
          <Skeleton height={64} />
        </div>
      )
    }
    return (
      <>
        {error && <Trouble what="the latest notes" error={error} busy={isFetching} retry={retry} />}
        {notes.length === 0 ? (
          <div className={classes.none}>
            <IconNotes size={28} stroke={1.5} aria-hidden="true" />
            <p>
              {patient.restrictions.length === 0
                ? 'No notes you can see. There may be none, or only notes by practitioners whose patients you don’t have access to.'
                : 'No notes you can see. This chart is restricted.'}
            </p>
            <Closed
              label="See all notes"
              why="your roles, team access and restrictions decide which notes you see"
              question={{ kind: 'note', act: 'view' }}
              what="see all notes"
            />
          </div>
        ) : (
          <ul className={classes.list} aria-label="Notes, newest first">
            {notes.map((entry) => (
              <Entry
                key={entry.id}
                entry={entry}
                isOpen={entry.id === note}
                isTyping={isKept(viewer, `note ${entry.id}`)}
              />
            ))}
          </ul>
        )}
        {hasNextPage && (
          <Button variant="default" loading={isFetching} onClick={() => void fetchNextPage()}>
            Show older notes
          </Button>
        )}
      </>
    )
  }

  function opened() {
    if (note === 'new' && me.open.includes('draftNote'))
      return <NewNote key={patient.id} patient={patient} close={() => open(undefined)} saved={open} />
    if (note !== undefined && note !== 'new')
      return <NoteReader key={note} id={note} close={() => open(undefined)} />
    return <p className={classes.hint}>Select a note</p>
  }
}

interface EntryProps {
  readonly entry: NoteEntry
  readonly isOpen: boolean
  readonly isTyping: boolean
}

function Entry({ entry, isOpen, isTyping }: EntryProps) {
  const { id, title, owner, author, signed, signedElsewhere, importedBeside, writtenAt } = entry
  const { dayInWords } = useWhen()
  return (
    <li>
      <Link
        from="/patients/$patient"
        to="."
        search={{ note: id }}
        resetScroll={false}
        className={classes.entry}
        aria-current={isOpen ? 'true' : undefined}
        // The address of the chart alone is the same page, but no open note.
        activeOptions={{ exact: true, includeSearch: true }}
      >
        <span className={classes.title} title={title}>
          {title === '' ? 'Untitled note' : title}
        </span>
        <span className={classes.state} data-signed={signed || undefined}>
          {signed ? (
            <IconRosetteDiscountCheck size={15} aria-hidden="true" />
          ) : (
            <IconPencil size={15} aria-hidden="true" />
          )}
          {signed ? (signedElsewhere ? 'Signed elsewhere' : 'Signed') : isTyping ? 'Unsaved' : 'Draft'}
          {importedBeside && ', different imported text'}
        </span>
        <span className={classes.by}>
          {owner?.name ?? 'No author'}
          {author !== null && author.id !== owner?.id && `, entered by ${author.name}`}
        </span>
        <time className={classes.date} dateTime={writtenAt}>
          {dayInWords(writtenAt)}
        </time>
      </Link>
    </li>
  )
}
