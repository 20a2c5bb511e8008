import type { Tag } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Dialog } from '../ui/dialog.tsx'
import { askTagUse, deleteTag, usePracticeChange } from './settings-queries.ts'
import { tagUseInWords } from './tag-use-in-words.ts'

interface DeleteTagDialogProps {
  readonly tag: Tag
  readonly close: () => void
}

/** Removes a tag from all patients and limits. */
export function DeleteTagDialog({ tag, close }: DeleteTagDialogProps) {
  const { data: use, error } = useQuery(askTagUse(tag.id))
  const change = usePracticeChange(() => deleteTag(tag.id), close)
  return (
    <Dialog
      title={`Delete ${tag.label}`}
      isOpen
      close={close}
      confirm="Delete tag"
      isGrave
      isReady={use !== undefined}
      isBusy={change.isPending}
      error={change.error ?? error}
      run={() => change.mutate()}
    >
      <p role="status">
        {use !== undefined ? tagUseInWords(use) : error === null ? 'Checking where it is used…' : ''}
      </p>
      <p>
        It is removed from all of them. This can’t be undone.{' '}
        {use !== undefined && use.limits > 0
          ? 'Anyone limited to this tag alone will see no patients until the limit is changed. No one will see more.'
          : 'No one’s access changes.'}
      </p>
    </Dialog>
  )
}
