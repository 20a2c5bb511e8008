import { Checkbox, Modal, NativeSelect } from '@mantine/core'
import { clock } from '../ui/days.ts'
import type { CalendarSettings } from './calendar-settings.ts'
import classes from './dialogs.module.css'

interface SettingsDialogProps {
  readonly isOpen: boolean
  readonly close: () => void
  readonly settings: CalendarSettings
  readonly change: (change: Partial<CalendarSettings>) => void
}

/** How one sees the calendar. Each choice holds at once. */
export function SettingsDialog({ isOpen, close, settings, change }: SettingsDialogProps) {
  const { view, from, until, weekend } = settings
  return (
    <Modal.Root opened={isOpen} onClose={close} size={440} centered>
      <Modal.Overlay backgroundOpacity={0.35} />
      <Modal.Content classNames={{ content: classes.surface }}>
        {/* The page has its banner already. */}
        <Modal.Header role="presentation" className={classes.surface}>
          <Modal.Title className={classes.title}>Calendar settings</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body className={classes.form}>
          <NativeSelect
            label="Opens on"
            value={view}
            data={[
              { value: 'day', label: 'Day' },
              { value: 'week', label: 'Week' },
            ]}
            onChange={({ currentTarget: { value } }) => change({ view: value === 'week' ? 'week' : 'day' })}
          />
          <div className={classes.beside}>
            <NativeSelect
              label="Show hours from"
              value={from}
              data={hours(0, until - 1)}
              onChange={({ currentTarget: { value } }) => change({ from: Number(value) })}
            />
            <NativeSelect
              label="Show hours until"
              value={until}
              data={hours(from + 1, 24)}
              onChange={({ currentTarget: { value } }) => change({ until: Number(value) })}
            />
          </div>
          <Checkbox
            label="Always show Saturday and Sunday"
            checked={weekend}
            onChange={({ currentTarget: { checked } }) => change({ weekend: checked })}
          />
          <p className={classes.aside}>
            Only affects you, on this computer. Appointments outside these hours are always shown.
          </p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function hours(from: number, until: number): { value: string; label: string }[] {
  return Array.from({ length: until - from + 1 }, (_, index) => ({
    value: String(from + index),
    label: clock((from + index) * 60),
  }))
}
