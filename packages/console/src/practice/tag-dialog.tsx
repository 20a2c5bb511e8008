import { NativeSelect, TextInput } from '@mantine/core'
import type { Tag } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../ui/dialog.tsx'
import { hues, TagBadge } from '../ui/tag-badge.tsx'
import { tagUseInWords } from './tag-use-in-words.ts'
import { usePracticeChange } from './use-practice-change.ts'
import { useTagUse } from './use-tag-use.ts'

interface TagDialogProps {
  /** Undefined: a new tag. */
  readonly tag?: Tag
  readonly close: () => void
}

/** A tag’s name and colour. Neither changes anyone’s access. */
export function TagDialog({ tag: read, close }: TagDialogProps) {
  const [tag] = useState(read)
  const { data: use, error } = useTagUse(tag?.id)
  const [label, setLabel] = useState(tag?.label ?? '')
  const [colour, setColour] = useState(tag?.colour ?? 'blue')
  const isKnown = hues.some((one) => one === colour)
  const edit = { label: label.trim(), colour }
  const change = usePracticeChange(
    () =>
      tag === undefined
        ? call('POST /api/tags', { body: edit })
        : call('PATCH /api/tags/:id', { params: { id: tag.id }, body: edit }),
    close,
  )
  return (
    <Dialog
      title={tag === undefined ? 'Add tag' : `Edit ${tag.label}`}
      isOpen
      close={close}
      confirm={tag === undefined ? 'Add' : 'Save'}
      isReady={label.trim() !== '' && (label.trim() !== tag?.label || colour !== tag.colour)}
      isBusy={change.isPending}
      error={change.error ?? error}
      run={() => change.mutate()}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <NativeSelect
        label="Colour"
        value={colour}
        onChange={(event) => setColour(event.currentTarget.value)}
        data={[
          ...(isKnown ? [] : [{ value: colour, label: 'Current colour' }]),
          ...hues.map((hue) => ({ value: hue, label: `${hue.charAt(0).toUpperCase()}${hue.slice(1)}` })),
        ]}
      />
      {label.trim() !== '' && (
        <p>
          Preview: <TagBadge tag={tag?.id ?? label} label={label.trim()} colour={colour} />
        </p>
      )}
      <p role="status">
        {tag === undefined
          ? 'No one’s access changes.'
          : `${use === undefined ? '' : tagUseInWords(use)} No one’s access changes.`}
      </p>
    </Dialog>
  )
}
