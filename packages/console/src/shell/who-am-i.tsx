import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { IconChevronDown, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { clearCache } from '../api/client.ts'
import { ErrorWords } from '../ui/error-words.tsx'
import { Initials } from '../ui/initials.tsx'
import { discardAllDrafts, isAnythingKept } from '../ui/use-draft.ts'
import classes from './who-am-i.module.css'

/** Who is signed in, and the way out. */
export function WhoAmI({ me: { member } }: { readonly me: Me }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [isWarned, setIsWarned] = useState(false)
  const leave = useMutation({
    mutationFn: () => call('DELETE /api/session'),
    onSuccess: async () => {
      // At once: whoever signs in while the way out is still being gone finds nothing to go on with.
      discardAllDrafts()
      await navigate({ to: '/sign-in' })
      clearCache(queries)
    },
  })
  return (
    <Menu position="bottom-end" width={230} closeOnItemClick={false} onClose={() => setIsWarned(false)}>
      <Menu.Target>
        <UnstyledButton className={classes.me}>
          <VisuallyHidden>Signed in as</VisuallyHidden>
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
          onClick={() => (isAnythingKept() && !isWarned ? setIsWarned(true) : leave.mutate())}
          disabled={leave.isPending}
        >
          {isWarned ? 'Sign out anyway' : 'Sign out'}
          {/* Inside the item: a menu holds nothing else that is read. */}
          <span aria-live="polite" className={classes.aside}>
            {isWarned && 'You have unsaved changes. You’ll lose what you typed.'}
            {leave.isError && <ErrorWords error={leave.error} />}
          </span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
