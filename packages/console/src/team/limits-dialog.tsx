import { Checkbox } from '@mantine/core'
import type { RouteInput, SpanText, WholeMember } from '@rolecall/contract'
import { useState } from 'react'
import { call } from '../api/call.ts'
import classes from '../ui/dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { ChangedMeanwhile } from './changed-meanwhile.tsx'
import { limitsInWords } from './limits-words.ts'
import { noPeriod } from './no-period.ts'
import { ForATime } from './period-fields.tsx'
import { type TagLimitDraft, TagLimitFields, taggedInWords } from './tag-limit-fields.tsx'
import { useChange } from './use-change.ts'
import { usePlaces } from './use-places.ts'

interface LimitsDialogProps {
  readonly member: WholeMember
  readonly close: () => void
}

/** Edits a person’s limits and their periods: tags, own notes only, hidden prices. */
export function LimitsDialog({ member: read, close }: LimitsDialogProps) {
  // As it was when the dialog was opened: later updates must change neither the form nor the version.
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
  const asked = {
    tags: match === 'none' ? null : { ...tagTime, match, tags },
    ownNotesOnly: ownNotes ? notesTime : null,
    hidePrices: noPrices ? pricesTime : null,
    version,
  }
  const change = useLimitsChange(member.id, asked, close)
  return (
    <Dialog
      title={`Limits for ${member.name}`}
      isOpen
      close={close}
      confirm="Save"
      isBusy={change.isPending}
      error={change.error}
      run={(isConfirmed) => change.mutate(isConfirmed)}
    >
      <TagLimitFields limit={limit} change={setLimit} />
      {match !== 'none' && (
        <div className={classes.under}>
          <ForATime what="tag limit" span={tagTime} change={setTagTime} />
        </div>
      )}
      <Checkbox
        label="Own notes only"
        classNames={{ description: classes.meaning }}
        description="Can only read their own notes"
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
        description="Can’t see prices or take payments"
        checked={noPrices}
        onChange={(event) => setNoPrices(event.currentTarget.checked)}
      />
      {noPrices && (
        <div className={classes.under}>
          <ForATime what="hidden prices" span={pricesTime} change={setPricesTime} />
        </div>
      )}
      <p role="status">
        {match === 'none'
          ? 'No tag limit.'
          : tags.length === 0
            ? `No tags selected: ${member.name} won’t see any patients.`
            : `${member.name} will see ${taggedInWords(limit, places)}.`}{' '}
        Limits apply on top of roles.
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

function useLimitsChange(
  id: string,
  asked: RouteInput<'PUT /api/members/:id/limits'>['body'],
  close: () => void,
) {
  return useChange(
    (confirmed) => call('PUT /api/members/:id/limits', { params: { id }, body: { ...asked, confirmed } }),
    close,
  )
}

function timeOf(limit: SpanText | null): SpanText {
  return limit === null ? noPeriod : { from: limit.from, until: limit.until }
}
