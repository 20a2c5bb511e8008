import { NativeSelect, Skeleton } from '@mantine/core'
import type { ListedMember, RoleView } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import { joined } from '../team/member-words.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { Card } from '../ui/card.tsx'
import { Choices } from '../ui/choices.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { usePracticeChange } from './use-practice-change.ts'

/** Roles of which one person holds at most so many. */
interface Separation {
  readonly roles: readonly string[]
  readonly most: number
}

/** Separation of duties: roles that one person can’t have together. */
export function DutySeparationCard() {
  const me = useMe()
  const askAdmin = useAskAdmin()
  const viewer = viewerKey(me)
  const question = queryOf('GET /api/practice/separations', viewer)
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const roles = useRoles()
  const [opened, setOpened] = useState<Separation | 'new'>()
  const why = me.open.includes('setSeparations')
    ? undefined
    : `Only admins can edit conflicting roles. ${askAdmin}`
  return (
    <Card
      title="Conflicting roles"
      aside={
        <SmallButton
          why={why}
          run={() => setOpened('new')}
          icon={<IconPlus size={15} />}
          says="Add conflicting roles"
        >
          Add
        </SmallButton>
      }
    >
      {data === undefined ? (
        error ? (
          <Trouble what="the conflicting roles" error={error} busy={isFetching} retry={retry} />
        ) : (
          <Skeleton height={80} radius="md" />
        )
      ) : data.separations.length === 0 ? (
        <p className={classes.aside}>
          None yet. Choose roles one person can’t have together, e.g. Biller and Bookkeeper.
        </p>
      ) : (
        <ul className={classes.rows}>
          {data.separations.map((one) => (
            <li key={keyOf(one)} className={classes.row}>
              <span className={classes.what}>{separationInWords(one, roles)}</span>
              <SmallButton
                why={why}
                run={() => setOpened(one)}
                says={`Remove the rule for ${namesOf(one, roles)}`}
              >
                Remove
              </SmallButton>
            </li>
          ))}
        </ul>
      )}
      {data && opened === 'new' && (
        <AddDialog now={data.separations} roles={roles} close={() => setOpened(undefined)} />
      )}
      {data && opened !== undefined && opened !== 'new' && (
        <RemoveDialog now={data.separations} gone={opened} roles={roles} close={() => setOpened(undefined)} />
      )}
    </Card>
  )
}

interface ChangeProps {
  readonly now: readonly Separation[]
  readonly roles: readonly RoleView[]
  readonly close: () => void
}

function AddDialog({ now, roles, close }: ChangeProps) {
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(useMe())))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [most, setMost] = useState(1)
  const added = { roles: chosen, most: Math.min(most, Math.max(chosen.length - 1, 1)) }
  const breaking = chosen.length < 2 ? [] : holdersOver(data?.members ?? [], added)
  const change = usePracticeChange(
    () => call('PUT /api/practice/separations', { body: { separations: [...now, added], before: now } }),
    close,
  )
  return (
    <Dialog
      title="Add conflicting roles"
      isOpen
      close={close}
      confirm="Add"
      isReady={chosen.length > 1 && breaking.length === 0}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <Choices
        label="Roles"
        description="Choose roles one person can’t have together"
        of={new Map(roles.map(({ id, label }) => [id, label]))}
        chosen={chosen}
        choose={setChosen}
      />
      {chosen.length > 2 && (
        <NativeSelect
          label="At most"
          description="How many of these roles one person can have"
          value={`${added.most}`}
          onChange={(event) => setMost(Number(event.currentTarget.value))}
          data={chosen.slice(1).map((_, index) => `${index + 1}`)}
        />
      )}
      <p role="status">
        {chosen.length < 2
          ? 'Select at least two roles.'
          : breaking.length > 0
            ? `${joined(breaking.map(({ name }) => name))} ${
                breaking.length === 1 ? 'has' : 'have'
              } too many of these roles. Remove a role first.`
            : `${separationInWords(added, roles)} No conflicts now. New ones will be blocked.`}
      </p>
    </Dialog>
  )
}

function RemoveDialog({ now, gone, roles, close }: ChangeProps & { readonly gone: Separation }) {
  const change = usePracticeChange(
    () =>
      call('PUT /api/practice/separations', {
        body: { separations: now.filter((one) => keyOf(one) !== keyOf(gone)), before: now },
      }),
    close,
  )
  return (
    <Dialog
      title="Remove this rule"
      isOpen
      close={close}
      confirm="Remove rule"
      isGrave
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <p>{separationInWords(gone, roles)}</p>
      <p>One person can then have all of these roles. No one gains or loses a role.</p>
    </Dialog>
  )
}

function keyOf({ roles, most }: Separation): string {
  return [...roles].sort().concat(`${most}`).join(' ')
}

function namesOf({ roles: ids }: Separation, roles: readonly RoleView[], and = 'and'): string {
  return joined(
    ids.map((id) => roles.find((one) => one.id === id)?.label ?? 'a deleted role'),
    and,
  )
}

function separationInWords(separation: Separation, roles: readonly RoleView[]): string {
  const { roles: ids, most } = separation
  if (most === 0) return `Nobody holds ${namesOf(separation, roles, 'or')}.`
  if (ids.length === 2) return `Nobody holds both ${namesOf(separation, roles)}.`
  return `Nobody holds more than ${most} of ${namesOf(separation, roles)}.`
}

/** Who would break a rule now. The server also checks roles that start later. */
function holdersOver(members: readonly ListedMember[], { roles, most }: Separation): readonly ListedMember[] {
  return members.filter(({ roles: held }) => {
    const now = new Set(
      held.flatMap(({ role, when }) => (when === 'now' && roles.includes(role) ? [role] : [])),
    )
    return now.size > most
  })
}
