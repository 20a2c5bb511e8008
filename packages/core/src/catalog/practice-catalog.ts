/**
 * The catalogue of a healthcare practice: every module, kind, act, permission and ready-made role Rolecall knows.
 */
import { type Catalog, defineCatalog, type Field, type Module } from './catalog.ts'
import { jobTitles } from './job-titles.ts'
import { kinds } from './kinds.ts'
import { permissions } from './permissions.ts'
import { roles } from './roles.ts'

const modules = {
  general: { label: 'General', always: true, clinical: false },
  clinical: { label: 'Clinical', always: false, clinical: true },
  billing: { label: 'Billing', always: false, clinical: false },
  engage: { label: 'Engage', always: false, clinical: false },
  generator: { label: 'Generator', always: false, clinical: true },
  colleague: { label: 'Colleague', always: false, clinical: true },
  orders: { label: 'Orders', always: false, clinical: true },
  administrative: { label: 'Administrative', always: true, clinical: false },
} as const satisfies Record<string, Module>

const sections = [
  'patients',
  'appointments',
  'messages',
  'tasks',
  'notes',
  'forms',
  'invoices',
  'plans',
  'orders',
] as const

const fields = {
  price: { label: 'Price', closedBy: 'hidePrices' },
  officeUse: { label: 'Office use only', closedBy: 'act', act: 'office' },
  privateNote: { label: 'Private note', closedBy: 'owner' },
} as const satisfies Record<string, Field>

export const practiceCatalog: Catalog = defineCatalog({
  modules,
  sections,
  kinds,
  permissions,
  roles,
  jobTitles,
  fields,
  patientKind: 'patient',
  adminPermission: 'accounts.manage',
  worklist: ['accounts.manage', 'intake.manage'],
  share: { always: ['orders.view'], offered: ['orders.add', 'setups.decline'] },
})
