import { TextInput } from '@mantine/core'
import type { Location } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useLocations } from '../api/use-locations.ts'
import { useMe } from '../api/use-me.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { usePracticeChange } from './use-practice-change.ts'

/** The offices of the practice. */
export function LocationsCard() {
  const me = useMe()
  const askAdmin = useAskAdmin()
  const locations = [...useLocations().values()].sort((a, b) => a.name.localeCompare(b.name))
  const [changed, setChanged] = useState<Location | 'new'>()
  const whyNot = (operation: 'addLocation' | 'editLocation'): string | undefined =>
    me.open.includes(operation)
      ? undefined
      : `Only people who manage practice information can edit offices. ${askAdmin}`
  return (
    <Card
      title="Offices"
      aside={
        <SmallButton
          why={whyNot('addLocation')}
          run={() => setChanged('new')}
          icon={<IconPlus size={15} />}
          says="Add office"
        >
          Add
        </SmallButton>
      }
    >
      {locations.length === 0 ? (
        <p className={classes.aside}>
          No offices yet. Offices group patients and appointments, and a role can be limited to some of them.
        </p>
      ) : (
        <ul className={classes.rows}>
          {locations.map((location) => (
            <li key={location.id} className={classes.row}>
              <span className={classes.what}>
                <span className={classes.name}>{location.name}</span>
              </span>
              <SmallButton
                why={whyNot('editLocation')}
                run={() => setChanged(location)}
                says={`Rename ${location.name}`}
              >
                Rename
              </SmallButton>
            </li>
          ))}
        </ul>
      )}
      {changed !== undefined && <LocationDialog location={changed} close={() => setChanged(undefined)} />}
    </Card>
  )
}

interface LocationDialogProps {
  readonly location: Location | 'new'
  readonly close: () => void
}

function LocationDialog({ location: read, close }: LocationDialogProps) {
  const [location] = useState(read)
  const before = location === 'new' ? '' : location.name
  const [name, setName] = useState(before)
  const change = usePracticeChange(
    () =>
      location === 'new'
        ? call('POST /api/locations', { body: { name: name.trim() } })
        : call('PATCH /api/locations/:id', { params: { id: location.id }, body: { name: name.trim() } }),
    close,
  )
  return (
    <Dialog
      title={location === 'new' ? 'Add office' : `Rename ${before}`}
      isOpen
      close={close}
      confirm={location === 'new' ? 'Add' : 'Rename'}
      isReady={name.trim() !== '' && name.trim() !== before}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <p role="status">
        {location === 'new'
          ? 'It has no patients yet. Booking a patient there adds them.'
          : 'Only the name changes. Patients, appointments and roles stay the same.'}
      </p>
    </Dialog>
  )
}
