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
          <Modal.Title className={classes.title}>How you see the calendar</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Modal.Header>
        <Modal.Body className={classes.form}>
          <NativeSelect
            label="It opens with"
            value={view}
            data={[
              { value: 'day', label: 'A day' },
              { value: 'week', label: 'A week' },
            ]}
            onChange={({ currentTarget: { value } }) => change({ view: value === 'week' ? 'week' : 'day' })}
          />
          <div className={classes.beside}>
            <NativeSelect
              label="Hours from"
              value={from}
              data={hours(0, until - 1)}
              onChange={({ currentTarget: { value } }) => change({ from: Number(value) })}
            />
            <NativeSelect
              label="Hours until"
              value={until}
              data={hours(from + 1, 24)}
              onChange={({ currentTarget: { value } }) => change({ until: Number(value) })}
            />
          </div>
          <Checkbox
            label="Saturday and Sunday, also when nothing lies there"
            checked={weekend}
            onChange={({ currentTarget: { checked } }) => change({ weekend: checked })}
          />
          <p className={classes.aside}>
            For you alone, and on this computer. What lies outside of these hours is always shown.
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
