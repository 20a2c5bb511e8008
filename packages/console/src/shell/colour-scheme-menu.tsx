import { ActionIcon, isMantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'

const schemes = [
  { value: 'light', label: 'Light', Icon: IconSun },
  { value: 'dark', label: 'Dark', Icon: IconMoon },
  { value: 'auto', label: 'System', Icon: IconDeviceDesktop },
] as const

/** Light, dark, or whatever the system says. */
export function ColourSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { label, Icon } = schemes.find(({ value }) => value === colorScheme) ?? schemes[2]
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Theme: ${label.toLowerCase()}`}>
          <Icon size={19} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => isMantineColorScheme(value) && setColorScheme(value)}
        >
          {schemes.map((scheme) => (
            <Menu.RadioItem
              key={scheme.value}
              value={scheme.value}
              rightSection={<scheme.Icon size={17} aria-hidden="true" />}
              closeMenuOnClick
            >
              {scheme.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
