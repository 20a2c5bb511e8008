import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useMe } from '../api/use-me.ts'
import { SidePanel } from '../ui/side-panel.tsx'
import { useWhy } from './use-why.ts'

const WhyAnswer = lazy(() => import('./why-answer.tsx').then(({ WhyAnswer }) => ({ default: WhyAnswer })))

const route = getRouteApi('/shell/patients')

/** Why the reader can or can’t see a patient. Open if the address names one. */
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
    <SidePanel title="Why?" closes="Close Why?" isOpen={why !== undefined} close={close}>
      {shown.patient !== undefined && (
        <Suspense>
          <WhyAnswer me={me} question={{ ...shown, patient: shown.patient }} />
        </Suspense>
      )}
    </SidePanel>
  )
}
