import { entranceQuery, meQuery } from './api/session.ts'
import './shell/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeClient } from './api/client.ts'
import { askForProof } from './api/reauthentication.ts'
import { router } from './router.tsx'
import { colourScheme, colours, theme } from './shell/theme.ts'

/** Where nobody is signed in. */
const outside = ['/sign-in', '/set-up', '/forgotten', '/reset', '/accept']

const client = makeClient(({ kind }) => {
  const { pathname, href } = router.state.location
  if (outside.includes(pathname)) return
  const wasSignedIn = client.getQueryData(meQuery.queryKey) !== undefined
  const byPassword = client.getQueryData(entranceQuery.queryKey)?.way === 'password'
  // Whoever was at work goes on where they were: the page stays as it is, and asks for the password.
  if (kind === 'locked' || (wasSignedIn && byPassword)) return askForProof(client, kind)
  void router.navigate({
    to: '/sign-in',
    search: { back: href, ...(wasSignedIn && { ended: 'yes' as const }) },
    replace: true,
  })
})

// Asked while what draws the page is still on its way.
if (!outside.includes(router.state.location.pathname)) void client.prefetchQuery(meQuery)

const place = document.getElementById('root')
if (!place) throw new Error('the page has no element `root`')

createRoot(place).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={colours}
      colorSchemeManager={colourScheme}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
