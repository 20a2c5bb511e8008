import { Checkbox, Radio } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { Choices } from './choices.tsx'
import classes from './dialog.module.css'
import { Dialog } from './dialog.tsx'
import { limitsInWords } from './limits-words.ts'
import { joined } from './member-words.ts'
import { OwnAccess } from './own-access.tsx'
import { type LimitsAsked, setLimits } from './questions.ts'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface LimitsDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

const always = { from: null, until: null }

/** What narrows a person: tags, own notes only, hidden prices. The dates of a limit that stays are kept. */
export function LimitsDialog({ member: read, close }: LimitsDialogProps) {
  // What was read when the dialog was opened: what comes in meanwhile must not change the form, nor the version.
  const [member] = useState(read)
  const [version, setVersion] = useState(member.version)
  const places = usePlaces()
  const { limits } = member
  const [match, setMatch] = useState<'none' | 'any' | 'all'>(limits.tags?.match ?? 'none')
  const [tags, setTags] = useState<readonly string[]>(limits.tags?.tags ?? [])
  const [ownNotes, setOwnNotes] = useState(limits.ownNotesOnly !== null)
  const [noPrices, setNoPrices] = useState(limits.hidePrices !== null)
  const [isConfirmed, setConfirmed] = useState(false)
  const asked: LimitsAsked = {
    tags: match === 'none' ? null : { ...always, ...limits.tags, match, tags },
    ownNotesOnly: ownNotes ? (limits.ownNotesOnly ?? always) : null,
    hidePrices: noPrices ? (limits.hidePrices ?? always) : null,
  }
  const change = useChange(() => setLimits(member.id, asked, version, isConfirmed), close)
  const names = joined(
    tags.map((id) => places.tags.get(id) ?? id),
    match === 'all' ? 'and' : 'or',
  )
  return (
    <Dialog
      title={`What narrows ${member.name}`}
      isOpen
      close={close}
      confirm="Save the limits"
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <Radio.Group label="Patients by tag" value={match} onChange={(value) => setMatch(matchOf(value))}>
        <div className={classes.options}>
          <Radio value="none" label="No limit by tag" />
          <Radio value="any" label="Only patients with at least one of some tags" />
          <Radio value="all" label="Only patients with every one of some tags" />
        </div>
      </Radio.Group>
      {match !== 'none' && <Choices label="Which tags" of={places.tags} chosen={tags} choose={setTags} />}
      <Checkbox
        label="Own notes only"
        classNames={{ description: classes.meaning }}
        description="They read no notes but those they are responsible for"
        checked={ownNotes}
        onChange={(event) => setOwnNotes(event.currentTarget.checked)}
      />
      <Checkbox
        label="Hide prices"
        classNames={{ description: classes.meaning }}
        description="They see no prices and take no payments"
        checked={noPrices}
        onChange={(event) => setNoPrices(event.currentTarget.checked)}
      />
      <p role="status">
        {match === 'none'
          ? `No tag narrows ${member.name}.`
          : tags.length === 0
            ? `With no tag ticked, ${member.name} reaches no patient at all.`
            : `${member.name} will reach only patients tagged ${names}.`}{' '}
        A limit wins over every role.
      </p>
      <ChangedMeanwhile
        member={member.id}
        error={change.error}
        describe={({ limits: now }) => limitsInWords(now, places)}
        goOn={(now) => {
          setVersion(now)
          change.reset()
        }}
      />
      <OwnAccess member={member.id} error={change.error} isConfirmed={isConfirmed} confirm={setConfirmed} />
    </Dialog>
  )
}

function matchOf(value: string): 'none' | 'any' | 'all' {
  return value === 'any' || value === 'all' ? value : 'none'
}
