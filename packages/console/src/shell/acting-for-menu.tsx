import { Button, Menu } from '@mantine/core'
import type { Me } from '@rolecall/contract'
import { IconChevronDown } from '@tabler/icons-react'
import { ErrorWords } from '../ui/error-words.tsx'
import classes from './acting-for-menu.module.css'
import { useActFor } from './use-act-for.ts'

const nobody = 'no one'

/** For an assistant: chooses the practitioner they act for, and with it the patients they see. */
export function ActingForMenu({ me: { actingFor, manages } }: { readonly me: Me }) {
  const change = useActFor()
  return (
    <div className={classes.acting}>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Button
            variant="default"
            className={classes.button}
            rightSection={<IconChevronDown size={16} />}
            loading={change.isPending}
          >
            <span className={classes.label}>Working for</span> <strong>{actingFor?.name ?? nobody}</strong>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.RadioGroup
            value={actingFor?.id ?? ''}
            onChange={(practitioner) => change.mutate(practitioner === '' ? null : practitioner)}
          >
            <Menu.Label>Working for</Menu.Label>
            {manages.map(({ id, name }) => (
              <Menu.RadioItem key={id} value={id} closeMenuOnClick>
                {name}
              </Menu.RadioItem>
            ))}
            <Menu.RadioItem value="" closeMenuOnClick>
              No one
            </Menu.RadioItem>
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
      {change.isError && (
        <p role="alert" className={classes.trouble}>
          <ErrorWords error={change.error} /> You’re still working for {actingFor?.name ?? nobody}.
        </p>
      )}
    </div>
  )
}
