import type { Tag } from '@rolecall/contract'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tagUseInWords } from './tag-use-in-words.ts'
import { usePracticeChange } from './use-practice-change.ts'
import { useTagUse } from './use-tag-use.ts'

interface DeleteTagDialogProps {
  readonly tag: Tag
  readonly close: () => void
}

/** Removes a tag from all patients and limits. */
export function DeleteTagDialog({ tag, close }: DeleteTagDialogProps) {
  const { data: use, error } = useTagUse(tag.id)
  const change = usePracticeChange(() => call('DELETE /api/tags/:id', { params: { id: tag.id } }), close)
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
