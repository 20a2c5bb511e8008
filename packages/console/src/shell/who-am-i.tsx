import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { sentenceOf } from '../api/failure.ts'
import { signOut } from '../api/questions.ts'
import { Initials } from './initials.tsx'
import classes from './who-am-i.module.css'

/** Who is signed in, and the way out. */
export function WhoAmI({ me: { member } }: { readonly me: Me }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: signOut,
    onSuccess: async () => {
      await navigate({ to: '/sign-in' })
      queries.clear()
    },
  })
  return (
    <Menu position="bottom-end" width={230} closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes.me}>
          <VisuallyHidden>You are</VisuallyHidden>
          <Initials name={member.name} />
          <span className={classes.words}>
            <span className={classes.name}>{member.name}</span>
            <span className={classes.job}>{member.job}</span>
          </span>
          <IconChevronDown size={16} className={classes.chevron} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.narrow}>
          {member.name}, {member.job}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={17} />}
          closeMenuOnClick
          renderRoot={(given) => <Link {...given} to="/account" />}
        >
          Your account
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={17} />}
          onClick={() => leave.mutate()}
          disabled={leave.isPending}
        >
          Sign out
        </Menu.Item>
        {leave.isError && <Menu.Label role="alert">{sentenceOf(leave.error)}</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
