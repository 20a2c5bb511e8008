import type { Me, OperationId } from '@rolecall/contract'
import {
  IconBuilding,
  IconCalendar,
  IconFileImport,
  IconHelpHexagon,
  IconHistory,
  IconTable,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'

/** The pages one can go to, in the order they are offered. A page is offered where what it asks first is open. */
const pages = [
  { to: '/patients', label: 'Patients', icon: IconUsers, asks: undefined },
  { to: '/calendar', label: 'Calendar', icon: IconCalendar, asks: ['listAppointments'] },
  { to: '/team', label: 'Team', icon: IconUsersGroup, asks: ['listMembers'] },
  { to: '/roles', label: 'Roles', icon: IconTable, asks: ['roleMatrix'] },
  {
    to: '/practice',
    label: 'Practice',
    icon: IconBuilding,
    // Those who may do something there: to look at it alone, nobody goes.
    asks: ['editPractice', 'addTag', 'setModules'],
  },
  { to: '/activity', label: 'Activity', icon: IconHistory, asks: ['listAudit'] },
  { to: '/import', label: 'Import', icon: IconFileImport, asks: ['importFiles'] },
  { to: '/why', label: 'Check access', icon: IconHelpHexagon, asks: undefined },
] as const satisfies readonly {
  readonly to: string
  readonly label: string
  readonly icon: typeof IconUsers
  /** Any of these opens it. Undefined: open to everyone, and says itself why it is empty. */
  readonly asks: readonly OperationId[] | undefined
}[]

/** The pages that are open to somebody. */
export function openPages({ open }: Pick<Me, 'open'>): readonly (typeof pages)[number][] {
  return pages.filter(({ asks }) => asks === undefined || asks.some((operation) => open.includes(operation)))
}
