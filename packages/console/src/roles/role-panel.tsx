import { Button, Skeleton } from '@mantine/core'
import type { RoleView } from '@rolecall/contract'
import { practiceCatalog } from '@rolecall/core'
import { IconCopy, IconPencil, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import { joined, kindsInWords, scopeLabel } from '../team/member-words.ts'
import { taggedInWords } from '../team/tag-limit-fields.tsx'
import { byName } from '../team/team-rows.ts'
import { spanWords } from '../team/team-words.ts'
import { usePlaces } from '../team/use-places.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { MaybeClosed } from '../ui/disabled-action.tsx'
import { Trouble } from '../ui/load-error.tsx'
import { Notice } from '../ui/notice.tsx'
import { SidePanel } from '../ui/side-panel.tsx'
import { CopyRole } from './copy-role.tsx'
import { DeleteRole } from './delete-role.tsx'
import { PermissionsByModule } from './permissions-by-module.tsx'
import { RoleEditor } from './role-editor.tsx'
import classes from './role-panel.module.css'

interface RolePanelProps {
  /** The open role. Undefined: the panel is closed. */
  readonly id: string | undefined
  readonly close: () => void
  readonly open: (id: string) => void
}

/** One role: its purpose, the people who have it, its permissions and the actions on it. */
export function RolePanel({ id, close, open }: RolePanelProps) {
  const me = useMe()
  const question = queryOf('GET /api/roles', viewerKey(me))
  const { data, error, isFetching } = useQuery({ ...question, enabled: id !== undefined })
  const retry = useAskAgain(question.queryKey)
  // What the panel shows while it slides away.
  const [shown, setShown] = useState(id)
  const [edited, setEdited] = useState<string>()
  if (id !== undefined && id !== shown) setShown(id)
  if (id === undefined && edited !== undefined) setEdited(undefined)
  const role = data?.roles.find((one) => one.id === shown)
  return (
    <SidePanel title={role?.label ?? 'Role'} closes="Close role" isOpen={id !== undefined} close={close}>
      {role ? (
        edited === role.id ? (
          <RoleEditor key={role.id} role={role} done={() => setEdited(undefined)} />
        ) : (
          <RoleFacts role={role} edit={() => setEdited(role.id)} open={open} close={close} />
        )
      ) : error ? (
        <Trouble what="the role" error={error} busy={isFetching} retry={retry} />
      ) : data ? (
        <Notice>This role no longer exists.</Notice>
      ) : (
        <Skeleton height={320} radius="lg" />
      )}
    </SidePanel>
  )
}

interface RoleFactsProps {
  readonly role: RoleView
  readonly edit: () => void
  readonly open: (id: string) => void
  readonly close: () => void
}

function RoleFacts({ role, edit, open, close }: RoleFactsProps) {
  const me = useMe()
  const [dialog, setDialog] = useState<'copy' | 'delete'>()
  const places = usePlaces()
  const granters = useGranters(role)
  const askAdmin = useAskAdmin()
  const mayEdit = me.open.includes('editRole')
  const closed = mayEdit ? undefined : `Only admins can edit roles. ${askAdmin}`
  const description = practiceCatalog.roles[role.id]?.description
  return (
    <div className={classes.parts}>
      {description !== undefined && <p className={classes.description}>{description}.</p>}
      <div className={classes.actions}>
        <MaybeClosed why={closed}>
          <Button leftSection={<IconPencil size={17} />} disabled={!mayEdit} onClick={edit}>
            Edit
          </Button>
        </MaybeClosed>
        <MaybeClosed why={me.open.includes('addRole') ? undefined : closed}>
          <Button
            variant="default"
            leftSection={<IconCopy size={17} />}
            disabled={!me.open.includes('addRole')}
            onClick={() => setDialog('copy')}
          >
            Copy
          </Button>
        </MaybeClosed>
        <MaybeClosed
          why={
            closed ??
            (role.holders + role.holdersLater > 0 ? 'Remove this role from everyone first.' : undefined)
          }
        >
          <Button
            variant="default"
            leftSection={<IconTrash size={17} />}
            disabled={!mayEdit || role.holders + role.holdersLater > 0}
            onClick={() => setDialog('delete')}
          >
            Delete
          </Button>
        </MaybeClosed>
      </div>
      <Holders role={role} />
      <section>
        <h3 className={classes.title}>About this role</h3>
        <ul className={classes.facts}>
          <li>For {kindsInWords(role.fits)}.</li>
          <li>
            {role.grantableBy === null
              ? 'Any admin can assign it.'
              : granters.length === 0
                ? 'No one can assign or edit it.'
                : `Only ${joined(granters, 'or')} can assign or edit it.`}
          </li>
          {role.tagLimit && (
            <li>
              Shows {taggedInWords(role.tagLimit, places)}
              {spanWords(role.tagLimit, places.timeZone)}.
            </li>
          )}
          {role.hidePrices && <li>Hides prices{spanWords(role.hidePrices, places.timeZone)}.</li>}
          {role.unknown.length > 0 && (
            <li>
              {role.unknown.length === 1
                ? 'One of its permissions no longer exists and has'
                : `${role.unknown.length} of its permissions no longer exist and have`}{' '}
              no effect.
            </li>
          )}
          {role.warnings.map(({ permission, sentence }) => (
            <li key={permission}>{sentence.replaceAll('*', '')}.</li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={classes.title}>Permissions</h3>
        <PermissionsByModule permissions={role.permissions} />
      </section>
      <CopyRole role={role} isOpen={dialog === 'copy'} close={() => setDialog(undefined)} made={open} />
      <DeleteRole role={role} isOpen={dialog === 'delete'} close={() => setDialog(undefined)} gone={close} />
    </div>
  )
}

/** The names of the roles and people who can assign a role. */
function useGranters({ grantableBy }: RoleView): readonly string[] {
  const viewer = viewerKey(useMe())
  const roles = useRoles()
  const { data } = useQuery({ ...queryOf('GET /api/members', viewer), enabled: grantableBy !== null })
  return (grantableBy ?? []).map((id) => {
    const role = roles.find((one) => one.id === id)
    const person = data?.members.find((one) => one.id === id)
    return role === undefined
      ? (person?.name ?? 'someone who was removed')
      : `people with the ${role.label} role`
  })
}

function Holders({ role }: { readonly role: RoleView }) {
  const me = useMe()
  const { data } = useQuery(queryOf('GET /api/members', viewerKey(me)))
  const places = usePlaces()
  const holders = [...(data?.members ?? [])]
    .sort(byName)
    .flatMap(({ id, name, roles }) =>
      roles
        .filter((held) => held.role === role.id && held.when !== 'over')
        .map((held) => ({ id, name, held })),
    )
  return (
    <section>
      <h3 className={classes.title}>
        People with this role <span className={classes.number}>{role.holders}</span>
      </h3>
      {role.holders + role.holdersLater > 0 && holders.length === 0 ? (
        <Skeleton height={24} radius="sm" />
      ) : holders.length === 0 ? (
        <p className={classes.none}>No one has this role yet.</p>
      ) : (
        <ul className={classes.holders}>
          {holders.map(({ id, name, held }) => (
            <li key={held.grant}>
              <Link to="/team/$member" params={{ member: id }}>
                {name}
              </Link>{' '}
              <span className={classes.scope}>· {scopeLabel(held, places)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
