import { Button, Skeleton } from '@mantine/core'
import type { Note } from '@rolecall/contract'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Trouble } from '../ui/load-error.tsx'
import { useWhen } from '../ui/use-when.ts'
import { importedWords, signedWords } from './imported-words.ts'
import classes from './note-versions.module.css'

/** The versions of a note, newest first. One version alone is no history, and not shown. */
export function NoteVersions({ note: { id, versions, textVersion: current } }: { readonly note: Note }) {
  const { whenInWords } = useWhen()
  const [shown, setShown] = useState<number>()
  if (versions.length < 2) return null
  return (
    <section className={classes.all} aria-label="Versions">
      <h3 className={classes.heading}>
        <IconHistory size={17} aria-hidden="true" />
        {versions.length} versions
      </h3>
      <ol className={classes.list}>
        {[...versions].reverse().map((kept) => {
          const { number: version, author, savedAt, signature, unlockReason, imported } = kept
          return (
            <li key={version} className={classes.version}>
              <div className={classes.line}>
                <strong>Version {version}</strong>
                {version > current && <span>Imported, not current</span>}
                <span>
                  {author?.name ?? 'Unknown'}, {whenInWords(savedAt)}
                </span>
                {(signature || imported?.signed) && (
                  <span className={classes.signed}>{signedWords(kept, whenInWords)}</span>
                )}
                {imported && <span>{importedWords(imported, whenInWords)}</span>}
                {unlockReason !== null && <span>Reason for unlocking: {unlockReason}</span>}
              </div>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-expanded={shown === version}
                aria-label={`${shown === version ? 'Hide' : 'Read'} version ${version}`}
                onClick={() => setShown(shown === version ? undefined : version)}
              >
                {shown === version ? 'Hide' : 'Read'}
              </Button>
              {shown === version && <VersionText note={id} version={version} />}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function VersionText({ note, version }: { readonly note: string; readonly version: number }) {
  const question = queryOf('GET /api/notes/:id/versions/:number', viewerKey(useMe()), {
    params: { id: note, number: version },
  })
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  if (error && !data) return <Trouble what="this version" error={error} busy={isFetching} retry={retry} />
  if (!data) return <Skeleton className={classes.text} height={80} />
  return (
    <div className={classes.text}>
      <strong>{data.title}</strong>
      {`\n${data.text}`}
    </div>
  )
}
