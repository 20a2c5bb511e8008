/** What was done to members, roles and what was renamed, by the names of that time. */
import type { Worded } from './entry-words.ts'

export interface Deed {
  /** As in "Vera viewed 100 patients". */
  readonly done: string
  /** As in "Vera tried to view 100 patients". */
  readonly wanted: string
}

type MemberName = (id: string) => string

/** A member or a role by its name, where an entry is about one. */
export function objectIn(entry: Worded, name: MemberName): string | undefined {
  const { kind, act, records, names, detail } = entry
  const [id, ...others] = records
  if (id === undefined || names === null) return undefined
  if (kind === 'member' && names.members[id] !== undefined && (others.length === 0 || act === 'archive')) {
    const email = textIn(detail, 'email')
    return email === undefined ? name(id) : `${name(id)} at ${email}`
  }
  const label = names.roles[id]
  return kind === 'role' && others.length === 0 && label !== undefined ? `the role ${label}` : undefined
}

/** A role that was given or taken back, and what got another name or another address. */
export function namedDeed(entry: Worded, name: MemberName): Deed | undefined {
  return grantOf(entry, name) ?? renamed(entry, name) ?? undone(entry, name)
}

function grantOf({ operation, records, names, detail }: Worded, name: MemberName): Deed | undefined {
  const [member] = records
  const label = names?.roles[textIn(detail, 'role') ?? '']
  if (member === undefined || label === undefined) return undefined
  switch (operation) {
    case 'grantRole':
      return {
        done: `gave ${name(member)} the role ${label}`,
        wanted: `give ${name(member)} the role ${label}`,
      }
    case 'editGrant': {
      const object = `when or where ${name(member)} has the role ${label}`
      return { done: `changed ${object}`, wanted: `change ${object}` }
    }
    case 'revokeGrant': {
      const object = `the role ${label} from ${name(member)}`
      return { done: `removed ${object}`, wanted: `remove ${object}` }
    }
    default:
      return undefined
  }
}

/** What its kind and act alone would call by the name of something else. */
function undone({ operation, records, names }: Worded, name: MemberName): Deed | undefined {
  const [id = ''] = records
  const label = names?.roles[id]
  if (operation === 'unlockMember') return { done: `unlocked ${name(id)}`, wanted: `unlock ${name(id)}` }
  if (operation === 'deleteRole' && label !== undefined)
    return { done: `deleted the role ${label}`, wanted: `delete the role ${label}` }
  return undefined
}

/** What may be renamed, by the operation that does it. */
const nouns: Readonly<Record<string, string>> = {
  editMember: '',
  editRole: 'the role ',
  editTag: 'the tag ',
  editLocation: 'the location ',
  editPractice: 'the practice ',
}

function renamed({ operation, records, detail }: Worded, name: MemberName): Deed | undefined {
  const noun = nouns[operation]
  const [id] = records
  if (noun === undefined || id === undefined || detail === null) return undefined
  const label = pairIn(detail, 'name') ?? pairIn(detail, 'label')
  const email = pairIn(detail, 'email')
  const parts = [
    ...(label === undefined ? [] : [['renamed', 'rename', `${noun}${label.was} to ${label.is}`]]),
    ...(email === undefined
      ? []
      : [['changed', 'change', `the e-mail address of ${name(id)} from ${email.was} to ${email.is}`]]),
  ]
  if (parts.length === 0) return undefined
  if (isMoreChanged(detail)) parts.push(['changed', 'change', 'more about it'])
  const told = (which: 0 | 1) => parts.map((part) => `${part[which]} ${part[2]}`).join(' and ')
  return { done: told(0), wanted: told(1) }
}

/** Whether an entry names other changes than those of a name and an address. */
function isMoreChanged(detail: Readonly<Record<string, unknown>>): boolean {
  const told = ['name', 'label', 'email', 'confirmed', 'withdrawnInvitations']
  return Object.entries(detail).some(([field, value]) => {
    if (field === 'changed') return Array.isArray(value) && value.some((one) => !told.includes(String(one)))
    return !told.includes(field.replace(/(Was|Is)$/, '')) && !(Array.isArray(value) && value.length === 0)
  })
}

function pairIn(detail: Readonly<Record<string, unknown>>, field: string) {
  const [was, is] = [textIn(detail, `${field}Was`), textIn(detail, `${field}Is`)]
  return was === undefined && is === undefined ? undefined : { was: was ?? 'none', is: is ?? 'none' }
}

function textIn(detail: Readonly<Record<string, unknown>> | null, field: string): string | undefined {
  const value = detail?.[field]
  return typeof value === 'string' ? value : undefined
}
