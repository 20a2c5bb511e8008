import { Drawer } from '@mantine/core'
import type { AuditEntry } from '@rolecall/contract'
import { useState } from 'react'
import classes from '../why/why-drawer.module.css'
import type { ActivitySearch } from './activity-search.ts'
import { EntryDetails } from './entry-details.tsx'

interface EntryDrawerProps {
  readonly entry: AuditEntry | undefined
  readonly close: () => void
  readonly filter: ActivitySearch
  readonly change: (filter: ActivitySearch) => void
}

/** One entry in full, beside the list it is from. */
export function EntryDrawer({ entry, close, filter, change }: EntryDrawerProps) {
  // What the drawer shows while it slides away.
  const [shown, setShown] = useState(entry)
  if (entry !== undefined && entry !== shown) setShown(entry)
  return (
    <Drawer.Root
      opened={entry !== undefined}
      onClose={close}
      position="right"
      size="min(100%, 35rem)"
      padding="lg"
      classNames={{
        content: classes.content,
        header: classes.header,
        title: classes.title,
        body: classes.body,
      }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {/* The page has its banner already. */}
        <Drawer.Header role="presentation">
          <Drawer.Title>What happened</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label="Close the entry" />
        </Drawer.Header>
        <Drawer.Body>
          {shown && (
            <EntryDetails
              entry={shown}
              narrow={(by) => {
                change({ ...filter, ...by })
                close()
              }}
            />
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
