import type { AuditEntry } from '@rolecall/contract'
import { useState } from 'react'
import { SidePanel } from '../ui/side-panel.tsx'
import type { ActivitySearch } from './activity-search.ts'
import { EntryDetails } from './entry-details.tsx'

interface EntryDrawerProps {
  readonly entry: AuditEntry | undefined
  readonly close: () => void
  readonly filter: ActivitySearch
  readonly change: (filter: ActivitySearch) => void
}

/** The details of one entry, beside the list. */
export function EntryDrawer({ entry, close, filter, change }: EntryDrawerProps) {
  // What the drawer shows while it slides away.
  const [shown, setShown] = useState(entry)
  if (entry !== undefined && entry !== shown) setShown(entry)
  return (
    <SidePanel title="Log entry" closes="Close entry" isOpen={entry !== undefined} close={close}>
      {shown && (
        <EntryDetails
          entry={shown}
          narrow={(by) => {
            change({ ...filter, ...by })
            close()
          }}
        />
      )}
    </SidePanel>
  )
}
