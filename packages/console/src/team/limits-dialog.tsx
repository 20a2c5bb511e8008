import { Checkbox } from '@mantine/core'
import type { WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import classes from './dialog.module.css'
import { Dialog } from './dialog.tsx'
import { limitsInWords } from './limits-words.ts'
import { OwnAccess } from './own-access.tsx'
import { type LimitsAsked, setLimits } from './questions.ts'
import { type TagLimitDraft, TagLimitFields, taggedInWords } from './tag-limit-fields.tsx'
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
  const [limit, setLimit] = useState<TagLimitDraft>({
    match: limits.tags?.match ?? 'none',
    tags: limits.tags?.tags ?? [],
  })
  const { match, tags } = limit
  const [ownNotes, setOwnNotes] = useState(limits.ownNotesOnly !== null)
  const [noPrices, setNoPrices] = useState(limits.hidePrices !== null)
  const [isConfirmed, setConfirmed] = useState(false)
  const asked: LimitsAsked = {
    tags: match === 'none' ? null : { ...always, ...limits.tags, match, tags },
    ownNotesOnly: ownNotes ? (limits.ownNotesOnly ?? always) : null,
    hidePrices: noPrices ? (limits.hidePrices ?? always) : null,
  }
  const change = useChange(() => setLimits(member.id, asked, version, isConfirmed), close)
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
      <TagLimitFields limit={limit} change={setLimit} />
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
            : `${member.name} will reach ${taggedInWords(limit, places)}.`}{' '}
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
      <OwnAccess error={change.error} isConfirmed={isConfirmed} confirm={setConfirmed} />
    </Dialog>
  )
}
