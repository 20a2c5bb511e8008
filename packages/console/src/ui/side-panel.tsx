import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './side-panel.module.css'

interface SidePanelProps {
  readonly title: ReactNode
  /** What the button to close is called. */
  readonly closes: string
  readonly isOpen: boolean
  readonly close: () => void
  readonly children: ReactNode
}

/** What opens beside a page, over its right edge. */
export function SidePanel({ title, closes, isOpen, close, children }: SidePanelProps) {
  return (
    <Drawer.Root
      opened={isOpen}
      onClose={close}
      position="right"
      size="min(100%, 36rem)"
      padding="lg"
      classNames={{
        content: classes.content,
        header: classes.header,
        title: classes.title,
        body: classes.body,
      }}
    >
      <Drawer.Overlay backgroundOpacity={0.35} />
      <Drawer.Content>
        {/* The page has its banner already. */}
        <Drawer.Header role="presentation">
          <Drawer.Title>{title}</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label={closes} />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
