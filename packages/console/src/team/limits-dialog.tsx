import { Checkbox } from '@mantine/core'
import type { SpanText, WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { limitsInWords } from './limits-words.ts'
import { always } from './no-period.ts'
import { ForATime } from './period-fields.tsx'
import { type LimitsAsked, setLimits } from './queries.ts'
import { type TagLimitDraft, TagLimitFields, taggedInWords } from './tag-limit-fields.tsx'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface LimitsDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** What narrows a person, and for how long: tags, own notes only, hidden prices. */
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
  const [tagTime, setTagTime] = useState(timeOf(limits.tags))
  const [notesTime, setNotesTime] = useState(timeOf(limits.ownNotesOnly))
  const [pricesTime, setPricesTime] = useState(timeOf(limits.hidePrices))
  const asked: LimitsAsked = {
    tags: match === 'none' ? null : { ...tagTime, match, tags },
    ownNotesOnly: ownNotes ? notesTime : null,
    hidePrices: noPrices ? pricesTime : null,
  }
  const change = useChange((isConfirmed) => setLimits(member.id, asked, version, isConfirmed), close)
  return (
    <Dialog
      title={`What narrows ${member.name}`}
      isOpen
      close={close}
      confirm="Save the limits"
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <TagLimitFields limit={limit} change={setLimit} />
      {match !== 'none' && (
        <div className={classes.under}>
          <ForATime what="the limit by tags" span={tagTime} change={setTagTime} />
        </div>
      )}
      <Checkbox
        label="Own notes only"
        classNames={{ description: classes.meaning }}
        description="They read no notes but those they are responsible for"
        checked={ownNotes}
        onChange={(event) => setOwnNotes(event.currentTarget.checked)}
      />
      {ownNotes && (
        <div className={classes.under}>
          <ForATime what="own notes only" span={notesTime} change={setNotesTime} />
        </div>
      )}
      <Checkbox
        label="Hide prices"
        classNames={{ description: classes.meaning }}
        description="They see no prices and take no payments"
        checked={noPrices}
        onChange={(event) => setNoPrices(event.currentTarget.checked)}
      />
      {noPrices && (
        <div className={classes.under}>
          <ForATime what="the hidden prices" span={pricesTime} change={setPricesTime} />
        </div>
      )}
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
    </Dialog>
  )
}

function timeOf(limit: SpanText | null): SpanText {
  return limit === null ? always : { from: limit.from, until: limit.until }
}
