import {
  createLazyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { readActivitySearch } from './activity/activity-search.ts'
import { readCalendarSearch } from './calendar/calendar-search.ts'
import { readChartSearch } from './chart/chart-search.ts'
import { readAnySearch } from './explain/any-search.ts'
import { readImportSearch } from './import/import-search.ts'
import { PatientsPage } from './patients/patients-page.tsx'
import { readPatientsSearch } from './patients/patients-search.ts'
import { readRolesSearch } from './roles/roles-search.ts'
import { Shell } from './shell/shell.tsx'
import { SignInPage } from './signin/sign-in-page.tsx'
import { readSignInSearch } from './signin/sign-in-search.ts'
import { readMemberSearch } from './team/member-search.ts'
import { readTeamSearch } from './team/team-search.ts'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
})

/** Pages that most people never see, or once: they are not part of the first load. */
const setUp = createRoute({ getParentRoute: () => root, path: '/set-up' }).lazy(async () => {
  const { SetUpPage } = await import('./setup/set-up-page.tsx')
  return createLazyRoute('/set-up')({ component: SetUpPage })
})

const forgotten = createRoute({ getParentRoute: () => root, path: '/forgotten' }).lazy(async () => {
  const { ForgottenPage } = await import('./signin/forgotten-page.tsx')
  return createLazyRoute('/forgotten')({ component: ForgottenPage })
})

const reset = createRoute({ getParentRoute: () => root, path: '/reset' }).lazy(async () => {
  const { ResetPage } = await import('./signin/reset-page.tsx')
  return createLazyRoute('/reset')({ component: ResetPage })
})

const accept = createRoute({ getParentRoute: () => root, path: '/accept' }).lazy(async () => {
  const { AcceptPage } = await import('./signin/accept-page.tsx')
  return createLazyRoute('/accept')({ component: AcceptPage })
})

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell })

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/patients', replace: true })
  },
})

const patients = createRoute({
  getParentRoute: () => shell,
  path: '/patients',
  validateSearch: readPatientsSearch,
  component: PatientsPage,
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  validateSearch: readActivitySearch,
}).lazy(async () => {
  const { ActivityPage } = await import('./activity/activity-page.tsx')
  return createLazyRoute('/shell/activity')({ component: ActivityPage })
})

const why = createRoute({
  getParentRoute: () => shell,
  path: '/why',
  validateSearch: readAnySearch,
}).lazy(async () => {
  const { WhyPage } = await import('./explain/why-page.tsx')
  return createLazyRoute('/shell/why')({ component: WhyPage })
})

const account = createRoute({ getParentRoute: () => shell, path: '/account' }).lazy(async () => {
  const { AccountPage } = await import('./account/account-page.tsx')
  return createLazyRoute('/shell/account')({ component: AccountPage })
})

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/import',
  validateSearch: readImportSearch,
}).lazy(async () => {
  const { ImportPage } = await import('./import/import-page.tsx')
  return createLazyRoute('/shell/import')({ component: ImportPage })
})

const team = createRoute({
  getParentRoute: () => shell,
  path: '/team',
  validateSearch: readTeamSearch,
}).lazy(async () => {
  const { TeamPage } = await import('./team/team-page.tsx')
  return createLazyRoute('/shell/team')({ component: TeamPage })
})

const member = createRoute({
  getParentRoute: () => shell,
  path: '/team/$member',
  validateSearch: readMemberSearch,
}).lazy(async () => {
  const { MemberPage } = await import('./team/member-page.tsx')
  return createLazyRoute('/shell/team/$member')({ component: MemberPage })
})

const roles = createRoute({
  getParentRoute: () => shell,
  path: '/roles',
  validateSearch: readRolesSearch,
}).lazy(async () => {
  const { RolesPage } = await import('./roles/roles-page.tsx')
  return createLazyRoute('/shell/roles')({ component: RolesPage })
})

const practice = createRoute({ getParentRoute: () => shell, path: '/practice' }).lazy(async () => {
  const { PracticePage } = await import('./practice/practice-page.tsx')
  return createLazyRoute('/shell/practice')({ component: PracticePage })
})

const chart = createRoute({
  getParentRoute: () => shell,
  path: '/patients/$patient',
  validateSearch: readChartSearch,
}).lazy(async () => {
  const { ChartPage } = await import('./chart/chart-page.tsx')
  return createLazyRoute('/shell/patients/$patient')({ component: ChartPage })
})

const calendar = createRoute({
  getParentRoute: () => shell,
  path: '/calendar',
  validateSearch: readCalendarSearch,
}).lazy(async () => {
  const { CalendarPage } = await import('./calendar/calendar-page.tsx')
  return createLazyRoute('/shell/calendar')({ component: CalendarPage })
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    forgotten,
    reset,
    accept,
    shell.addChildren([
      home,
      patients,
      chart,
      calendar,
      activity,
      why,
      account,
      imports,
      team,
      member,
      roles,
      practice,
    ]),
  ]),
  // What no page reads is dropped, and what a page refuses does not come back by another way.
  search: { strict: true },
  // Plain words in the address: `?why=12` is the id 12 as text, not a number.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== undefined))
    return given.size === 0 ? '' : `?${given}`
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function NotFound() {
  return (
    <main style={{ padding: '4rem 1.5rem', textAlign: 'center' }}>
      <title>Not found · Rolecall</title>
      <h1>There is no such page</h1>
      <p>
        The address may be mistyped. <Link to="/patients">Go to your patients</Link>
      </p>
    </main>
  )
}
