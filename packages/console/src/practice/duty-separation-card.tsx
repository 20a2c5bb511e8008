import { NativeSelect, Skeleton } from '@mantine/core'
import type { ListedMember, RoleView } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { askMembers, eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { askRoles } from '../roles/queries.ts'
import { joined } from '../team/member-words.ts'
import { Card } from '../ui/card.tsx'
import { Choices } from '../ui/choices.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import classes from './practice-page.module.css'
import { askSeparations, type Separation, setSeparations, usePracticeChange } from './settings-queries.ts'

/** Which roles one person must not hold together. */
export function DutiesCard() {
  const me = useMe()
  const eyes = eyesOf(me)
  const question = askSeparations(eyes)
  const { data, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  const { data: roles = [] } = useQuery({ ...askRoles(eyes), enabled: me.open.includes('listRoles') })
  const [opened, setOpened] = useState<Separation | 'new'>()
  const why = me.open.includes('setSeparations')
    ? undefined
    : 'Duties are kept apart by those who manage accounts of the whole practice. Ask an admin.'
  return (
    <Card
      title="Duties kept apart"
      aside={
        <SmallButton
          why={why}
          run={() => setOpened('new')}
          icon={<IconPlus size={15} />}
          says="Add duties to keep apart"
        >
          Add
        </SmallButton>
      }
    >
      {data === undefined ? (
        error ? (
          <Trouble what="the duties kept apart" error={error} busy={isFetching} retry={retry} />
        ) : (
          <Skeleton height={80} radius="md" />
        )
      ) : data.length === 0 ? (
        <p className={classes.aside}>
          None: one person may hold any roles together. A practice may want whoever bills not to keep the
          books as well.
        </p>
      ) : (
        <ul className={classes.rows}>
          {data.map((one) => (
            <li key={keyOf(one)} className={classes.row}>
              <span className={classes.what}>{separationInWords(one, roles)}</span>
              <SmallButton
                why={why}
                run={() => setOpened(one)}
                says={`No longer keep apart ${namesOf(one, roles)}`}
              >
                Remove
              </SmallButton>
            </li>
          ))}
        </ul>
      )}
      {data && opened === 'new' && <AddDialog now={data} roles={roles} close={() => setOpened(undefined)} />}
      {data && opened !== undefined && opened !== 'new' && (
        <RemoveDialog now={data} gone={opened} roles={roles} close={() => setOpened(undefined)} />
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
  const { data } = useQuery(askMembers(eyesOf(useMe())))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [most, setMost] = useState(1)
  const added = { roles: chosen, most: Math.min(most, Math.max(chosen.length - 1, 1)) }
  const breaking = chosen.length < 2 ? [] : holdersOver(data?.members ?? [], added)
  const change = usePracticeChange(() => setSeparations({ separations: [...now, added], before: now }), close)
  return (
    <Dialog
      title="Keep duties apart"
      isOpen
      close={close}
      confirm="Keep them apart"
      isReady={chosen.length > 1 && breaking.length === 0}
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <Choices
        label="Roles"
        description="Two or more of which one person must not hold too many"
        of={new Map(roles.map(({ id, label }) => [id, label]))}
        chosen={chosen}
        choose={setChosen}
      />
      {chosen.length > 2 && (
        <NativeSelect
          label="At most"
          description="So many of these roles may one person hold"
          value={`${added.most}`}
          onChange={(event) => setMost(Number(event.currentTarget.value))}
          data={chosen.slice(1).map((_, index) => `${index + 1}`)}
        />
      )}
      <p role="status">
        {chosen.length < 2
          ? 'Tick at least two roles.'
          : breaking.length > 0
            ? `${joined(breaking.map(({ name }) => name))} ${
                breaking.length === 1 ? 'holds' : 'hold'
              } too many of them already. Take a role from them first.`
            : `${separationInWords(added, roles)} Nobody breaks this now. From now on whoever gives one too many is refused; nobody loses anything.`}
      </p>
    </Dialog>
  )
}

function RemoveDialog({ now, gone, roles, close }: ChangeProps & { readonly gone: Separation }) {
  const change = usePracticeChange(
    () => setSeparations({ separations: now.filter((one) => keyOf(one) !== keyOf(gone)), before: now }),
    close,
  )
  return (
    <Dialog
      title="No longer keep these apart"
      isOpen
      close={close}
      confirm="Remove the rule"
      isGrave
      isBusy={change.isPending}
      error={change.error}
      run={() => change.mutate()}
    >
      <p>{separationInWords(gone, roles)}</p>
      <p>Without this rule one person may be given all of them. Nobody gets or loses a role by it.</p>
    </Dialog>
  )
}

function keyOf({ roles, most }: Separation): string {
  return [...roles].sort().concat(`${most}`).join(' ')
}

function namesOf({ roles: ids }: Separation, roles: readonly RoleView[], and = 'and'): string {
  return joined(
    ids.map((id) => roles.find((one) => one.id === id)?.label ?? 'a role that is gone'),
    and,
  )
}

function separationInWords(separation: Separation, roles: readonly RoleView[]): string {
  const { roles: ids, most } = separation
  if (most === 0) return `Nobody may hold ${namesOf(separation, roles, 'or')}.`
  if (ids.length === 2) return `Nobody holds both ${namesOf(separation, roles)}.`
  return `Nobody holds more than ${most} of ${namesOf(separation, roles)}.`
}

/** Who would break a rule now or, by what they were promised, from a day on. The server has the last word. */
function holdersOver(members: readonly ListedMember[], { roles, most }: Separation): readonly ListedMember[] {
  return members.filter(({ roles: held }) => {
    const now = new Set(
      held.flatMap(({ role, when }) => (when === 'now' && roles.includes(role) ? [role] : [])),
    )
    return now.size > most
  })
}
