import { Drawer } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '../shell/use-me.ts'
import { useWhy } from './use-why.ts'
import classes from './why-drawer.module.css'

const WhyAnswer = lazy(() => import('./why-answer.tsx').then(({ WhyAnswer }) => ({ default: WhyAnswer })))

const route = getRouteApi('/shell/patients')

/** Why one reaches a patient, or does not. Open when the address names one. */
export function WhyDrawer() {
  const me = useMe()
  const { why, member, actingFor } = route.useSearch()
  const { close } = useWhy()
  // What the drawer shows while it slides away.
  const [shown, setShown] = useState({ patient: why, member, actingFor })
  if (
    why !== undefined &&
    (why !== shown.patient || member !== shown.member || actingFor !== shown.actingFor)
  ) {
    setShown({ patient: why, member, actingFor })
  }
  return (
    <Drawer.Root
      opened={why !== undefined}
      onClose={close}
      position="right"
      size="min(100%, 35rem)"
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
          <Drawer.Title>Why?</Drawer.Title>
          <Drawer.CloseButton size="lg" aria-label="Close Why?" />
        </Drawer.Header>
        <Drawer.Body>
          {shown.patient !== undefined && (
            <Suspense>
              <WhyAnswer me={me} question={{ ...shown, patient: shown.patient }} />
            </Suspense>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
