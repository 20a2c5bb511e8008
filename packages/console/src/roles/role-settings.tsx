import { Checkbox, Radio, TextInput } from '@mantine/core'
import { memberKinds } from '@rolecall/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useMe } from '../api/use-me.ts'
import { useRoles } from '../api/use-roles.ts'
import { kindInWords } from '../team/member-words.ts'
import { ForATime } from '../team/period-fields.tsx'
import { TagLimitFields, taggedInWords } from '../team/tag-limit-fields.tsx'
import { byName } from '../team/team-rows.ts'
import { usePlaces } from '../team/use-places.ts'
import { Choices } from '../ui/choices.tsx'
import type { RoleDraft } from './role-draft.ts'
import classes from './role-editor.module.css'

interface RoleSettingsProps {
  readonly draft: RoleDraft
  readonly change: (draft: Partial<RoleDraft>) => void
  /** The role that is edited: it can’t be among those who can assign it. */
  readonly role?: string
}

const staff = new Map(
  memberKinds.filter((kind) => kind !== 'collaborator').map((kind) => [kind, kindInWords(kind)]),
)

/** A role’s settings besides its permissions: name, account types, who can assign it, limits. */
export function RoleSettings({ draft, change, role }: RoleSettingsProps) {
  const { label, fits, granters, limit, hidesPrices } = draft
  const me = useMe()
  const places = usePlaces()
  const givers = useGivers(role, granters ?? [])
  return (
    <>
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={200}
        value={label}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      <Choices
        label="Account types"
        description={fits.length === 0 ? 'Select at least one' : 'Only these can have this role'}
        of={staff}
        chosen={fits}
        choose={(chosen) => change({ fits: chosen })}
      />
      <div className={classes.setting}>
        <Radio.Group
          label="Who can assign it"
          value={granters === null ? 'anybody' : 'some'}
          onChange={(value) => change({ granters: value === 'some' ? (granters ?? []) : null })}
        >
          <div className={classes.options}>
            <Radio value="anybody" label="Any admin" />
            <Radio value="some" label="Only these people or roles" />
          </div>
        </Radio.Group>
        {granters !== null && (
          <>
            {givers.roles.size > 0 && (
              <Choices
                label="People with these roles"
                of={givers.roles}
                chosen={granters}
                choose={(chosen) => change({ granters: chosen })}
              />
            )}
            <Choices
              label="These people"
              of={givers.people}
              chosen={granters}
              choose={(chosen) => change({ granters: chosen })}
            />
            <p role="status" className={classes.said}>
              {granters.length === 0
                ? 'No one will be able to assign or edit it. Select at least one.'
                : givers.isAmong(me.member.id)
                  ? 'Only they can assign it and edit its permissions.'
                  : 'Only they can assign it and edit its permissions. You’re not one of them: you can’t undo this after saving.'}
            </p>
          </>
        )}
      </div>
      <div className={classes.setting}>
        <TagLimitFields limit={limit} change={(next) => change({ limit: next })} />
        {limit.match !== 'none' && (
          <ForATime what="tag limit" span={draft.limitTime} change={(limitTime) => change({ limitTime })} />
        )}
        {limit.match !== 'none' && (
          <p role="status" className={classes.said}>
            This role shows {taggedInWords(limit, places)}. Other roles aren’t affected.
          </p>
        )}
      </div>
      <Checkbox
        label="Hide prices"
        classNames={{ description: classes.meaning }}
        description="People with this role can’t see prices or take payments, even if another role allows it"
        checked={hidesPrices}
        onChange={(event) => change({ hidesPrices: event.currentTarget.checked })}
      />
      {hidesPrices && (
        <ForATime
          what="hidden prices"
          span={draft.pricesTime}
          change={(pricesTime) => change({ pricesTime })}
        />
      )}
    </>
  )
}

/** The choices: roles that manage accounts, people who have one, and those chosen already. */
function useGivers(role: string | undefined, chosen: readonly string[]) {
  const viewer = viewerKey(useMe())
  const roles = useRoles()
  const { data } = useQuery(queryOf('GET /api/members', viewer))
  const managing = new Set(
    roles.flatMap(({ id, permissions }) =>
      permissions.includes('accounts.manage') && id !== role ? [id] : [],
    ),
  )
  const members = data?.members ?? []
  const people = members
    .filter(
      ({ id, standing, owner, roles: held }) =>
        chosen.includes(id) ||
        (standing === 'active' &&
          (owner || held.some((one) => one.when === 'now' && managing.has(one.role)))),
    )
    .sort(byName)
  return {
    roles: new Map(
      roles.flatMap(({ id, label }) => (managing.has(id) || chosen.includes(id) ? [[id, label]] : [])),
    ),
    people: new Map(people.map(({ id, name }) => [id, name])),
    isAmong: (member: string): boolean =>
      chosen.includes(member) ||
      members.some(
        ({ id, roles: held }) =>
          id === member && held.some((one) => one.when === 'now' && chosen.includes(one.role)),
      ),
  }
}
