import { NativeSelect } from '@mantine/core'
import type { Tag } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { tagUseInWords } from './tag-use-in-words.ts'
import { usePracticeChange } from './use-practice-change.ts'
import { useTagUse } from './use-tag-use.ts'

interface MergeTagDialogProps {
  readonly tag: Tag
  readonly tags: readonly Tag[]
  readonly close: () => void
}

/** Replaces a tag by another, everywhere. */
export function MergeTagDialog({ tag, tags, close }: MergeTagDialogProps) {
  const { data: use, error } = useTagUse(tag.id)
  const [into, setInto] = useState('')
  const other = tags.find(({ id }) => id === into)
  const change = usePracticeChange(
    () => call('POST /api/tags/:id/merge', { params: { id: tag.id }, body: { into } }),
    close,
  )
  return (
    <Dialog
      title={`Merge ${tag.label} into another tag`}
      isOpen
      close={close}
      confirm="Merge"
      isGrave
      isReady={other !== undefined}
      isBusy={change.isPending}
      error={change.error ?? error}
      run={() => change.mutate()}
    >
      <NativeSelect
        label="Into"
        data-autofocus
        value={into}
        onChange={(event) => {
          setInto(event.currentTarget.value)
          change.reset()
        }}
        data={[
          { value: '', label: 'Choose a tag' },
          ...tags.filter(({ id }) => id !== tag.id).map(({ id, label }) => ({ value: id, label })),
        ]}
      />
      <p role="status">
        {use === undefined ? '' : tagUseInWords(use)}{' '}
        {other === undefined
          ? ''
          : `They all get ${other.label} instead, and ${tag.label} is deleted. This can’t be undone. It is blocked if it would show more patients to anyone with a limit.`}
      </p>
    </Dialog>
  )
}
