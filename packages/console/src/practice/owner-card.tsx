import { Checkbox, NativeSelect } from '@mantine/core'
import type { ListedMember, Practice } from '@rolecall/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import { byName } from '../team/team-rows.ts'
import { Card } from '../ui/card.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { usePracticeChange } from './use-practice-change.ts'

/** The owner of the practice, and the transfer of ownership. */
export function OwnerCard({ practice: { owner } }: { readonly practice: Practice }) {
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  const isOwner = owner.id === me.member.id && me.actingFor === null
  return (
    <Card
      title="Owner"
      aside={
        <SmallButton
          why={isOwner ? undefined : `Only the owner can transfer ownership. Ask ${owner.name}.`}
          run={() => setOpen(true)}
        >
          Transfer ownership
        </SmallButton>
      }
    >
      <p>
        {me.open.includes('listMembers') ? (
          <Link to="/team/$member" params={{ member: owner.id }} className={classes.name}>
            {owner.name}
          </Link>
        ) : (
          <span className={classes.name}>{owner.name}</span>
        )}
      </p>
      <p className={classes.aside}>
        The owner always manages accounts and can’t be locked or removed. Being the owner doesn’t give access
        to charts or notes.
      </p>
      {isOpen && <HandOverDialog close={() => setOpen(false)} />}
    </Card>
  )
}

function HandOverDialog({ close }: { readonly close: () => void }) {
  const me = useMe()
  const viewer = viewerKey(me)
  const { data } = useQuery(queryOf('GET /api/members', viewer))
  const roles = useRoles()
  const [heir, setHeir] = useState('')
  const [isSure, setSure] = useState(false)
  const members = data?.members ?? []
  const heirs = members.filter((one) => one.id !== me.member.id && mayOwn(one)).sort(byName)
  const chosen = heirs.find(({ id }) => id === heir)
  const managing = new Set(
    roles.flatMap(({ id, permissions }) => (permissions.includes('accounts.manage') ? [id] : [])),
  )
  const staysAdmin = members
    .find(({ id }) => id === me.member.id)
    ?.roles.some(({ role, when }) => when === 'now' && managing.has(role))
  const change = usePracticeChange(() => call('POST /api/owner', { body: { member: heir } }), close)
  return (
    <Dialog
      title="Transfer ownership"
      isOpen
      close={close}
      confirm="Transfer ownership"
      isGrave
      isReady={chosen !== undefined && isSure}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <NativeSelect
        label="New owner"
        description="Practitioners and staff who can sign in now and have no last day"
        data-autofocus
        value={heir}
        onChange={(event) => {
          setHeir(event.currentTarget.value)
          setSure(false)
        }}
        data={[
          { value: '', label: 'Choose a person' },
          ...heirs.map(({ id, name, job }) => ({ value: id, label: `${name}, ${job}` })),
        ]}
      />
      <p role="status">
        {chosen
          ? `${chosen.name} becomes the owner right away: they always manage accounts and can’t be locked or removed. You keep your roles${
              staysAdmin ? ' and still manage accounts' : ', but can no longer manage accounts'
            }. Being the owner doesn’t give access to charts or notes.`
          : 'Only the owner can transfer ownership.'}
      </p>
      {chosen && (
        <Checkbox
          label={`I understand that only ${chosen.name} can transfer it back`}
          checked={isSure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
      )}
    </Dialog>
  )
}

function mayOwn({ standing, kind, from, until }: ListedMember): boolean {
  return (
    standing === 'active' &&
    (kind === 'practitioner' || kind === 'administrative') &&
    from === null &&
    until === null
  )
}
