import type { Tag } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Dialog } from '../ui/dialog.tsx'
import { askTagUse, deleteTag, usePracticeChange } from './settings-queries.ts'
import { tagUseInWords } from './tag-use-in-words.ts'

interface DeleteTagDialogProps {
  readonly tag: Tag
  readonly close: () => void
}

/** Take a tag from every patient and every limit. */
export function DeleteTagDialog({ tag, close }: DeleteTagDialogProps) {
  const { data: use, error } = useQuery(askTagUse(tag.id))
  const change = usePracticeChange(() => deleteTag(tag.id), close)
  return (
    <Dialog
      title={`Delete ${tag.label}`}
      isOpen
      close={close}
      confirm="Delete the tag"
      isGrave
      isReady={use !== undefined}
      isBusy={change.isPending}
      error={change.error ?? error}
      run={() => change.mutate()}
    >
      <p role="status">
        {use !== undefined ? tagUseInWords(use) : error === null ? 'Looking what it is on …' : ''}
      </p>
      <p>
        It is taken from all of them and cannot be brought back.{' '}
        {use !== undefined && use.limits > 0
          ? 'Whoever was limited to it alone reaches nobody from then on, until the limit is changed. Nobody reaches more.'
          : 'Nobody reaches more or less by it.'}
      </p>
    </Dialog>
  )
}
