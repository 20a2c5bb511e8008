import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import type { Practice, RouteInput } from '@rolecall/contract'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMe } from '../api/use-me.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { Card } from '../ui/card.tsx'
import dialog from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { usePracticeChange } from './use-practice-change.ts'

/** The practice’s name, its time zone, and which patients new staff can see. */
export function AboutCard({ practice }: { readonly practice: Practice }) {
  const me = useMe()
  const askAdmin = useAskAdmin()
  const [isOpen, setOpen] = useState(false)
  const why = me.open.includes('editPractice')
    ? undefined
    : `Only people who manage practice information can edit this. ${askAdmin}`
  return (
    <Card
      title="About the practice"
      aside={
        <SmallButton why={why} run={() => setOpen(true)} icon={<IconPencil size={15} />}>
          Edit
        </SmallButton>
      }
    >
      <dl className={classes.facts}>
        <div>
          <dt>Name</dt>
          <dd>{practice.name}</dd>
        </div>
        <div>
          <dt>Time zone</dt>
          <dd>{zoneInWords(practice.timeZone)}</dd>
        </div>
        <div>
          <dt>New staff</dt>
          <dd>{practice.sharesPatients ? 'All practitioners’ patients' : 'Own patients only'}</dd>
        </div>
      </dl>
      {isOpen && <AboutDialog practice={practice} close={() => setOpen(false)} />}
    </Card>
  )
}

interface AboutDialogProps {
  readonly practice: Practice
  readonly close: () => void
}

function AboutDialog({ practice: read, close }: AboutDialogProps) {
  const [practice] = useState(read)
  const me = useMe()
  const [name, setName] = useState(practice.name)
  const [timeZone, setTimeZone] = useState(practice.timeZone)
  const [sharesPatients, setShares] = useState(practice.sharesPatients)
  const maySetShares = me.open.includes('setModules')
  const edit: RouteInput<'PATCH /api/practice'>['body'] = {
    ...(name.trim() !== practice.name && { name: name.trim() }),
    ...(timeZone !== practice.timeZone && { timeZone }),
    ...(sharesPatients !== practice.sharesPatients && { sharesPatients }),
  }
  const change = usePracticeChange(() => call('PATCH /api/practice', { body: edit }), close)
  return (
    <Dialog
      title="About the practice"
      isOpen
      close={close}
      confirm="Save"
      isReady={name.trim() !== '' && Object.keys(edit).length > 0}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <TextInput
        label="Name"
        description="Shown to staff and in invitations"
        required
        withAsterisk={false}
        maxLength={200}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Time zone"
        description="Used for all appointment times"
        value={timeZone}
        onChange={(event) => setTimeZone(event.currentTarget.value)}
        data={zones(practice.timeZone).map((zone) => ({ value: zone, label: zoneInWords(zone) }))}
      />
      <Checkbox
        label="People here share patients"
        classNames={{ description: dialog.meaning }}
        description={
          maySetShares
            ? 'New staff can see all practitioners’ patients. Current staff keep the access they have'
            : 'Only admins can change this'
        }
        disabled={!maySetShares}
        checked={sharesPatients}
        onChange={(event) => setShares(event.currentTarget.checked)}
      />
    </Dialog>
  )
}

function zones(current: string): readonly string[] {
  const all = Intl.supportedValuesOf('timeZone')
  return all.includes(current) ? all : [current, ...all]
}

/** `Europe/Berlin` is `Europe, Berlin`. */
function zoneInWords(zone: string): string {
  return zone.replaceAll('_', ' ').replaceAll('/', ', ')
}
