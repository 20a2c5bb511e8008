import { ActionIcon } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { Me } from '@rolecall/contract'
import { IconSearch } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'

const Dialog = lazy(() =>
  import('./command-palette-dialog.tsx').then(({ CommandPaletteDialog }) => ({
    default: CommandPaletteDialog,
  })),
)

/** The way to any page, patient or person by typing: Ctrl or Cmd with K, or the glass in the header. */
export function CommandPalette({ me }: { readonly me: Me }) {
  const [isOpen, setIsOpen] = useState(false)
  // Nothing of it is loaded before it is wanted.
  const [isWanted, setIsWanted] = useState(false)
  const open = (): void => {
    setIsWanted(true)
    setIsOpen(true)
  }
  useHotkeys(
    [
      [
        'mod+K',
        () => {
          // What is open already keeps the focus.
          if (document.querySelector('[aria-modal=true]') === null) open()
        },
      ],
    ],
    // From any field, too.
    [],
  )
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={36}
        aria-label="Search pages, patients and team"
        aria-keyshortcuts="Control+K Meta+K"
        title="Search (Ctrl K)"
        onClick={open}
      >
        <IconSearch size={19} />
      </ActionIcon>
      {isWanted && (
        <Suspense>
          <Dialog me={me} isOpen={isOpen} close={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
