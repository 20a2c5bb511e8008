import { type Member, type Policy, practiceCatalog, type Role } from '@rolecall/core'
import { readyMadeRoles } from '../policy/new-practice.ts'

/** What the questions of the set-up decide. */
export interface SetupAnswers {
  readonly modules: readonly string[]
  readonly sharesPatients: boolean
  readonly assistantsReadSignedNotes: boolean
  readonly owner: {
    readonly id: string
    readonly name: string
    readonly memberKind: 'practitioner' | 'administrative'
  }
}

/** The policy a practice begins with: its owner, the ready-made roles, and what it said about itself. */
export function firstPolicy({
  modules,
  sharesPatients,
  assistantsReadSignedNotes,
  owner,
}: SetupAnswers): Policy {
  return {
    modules: [...new Set(modules)],
    readOnly: [],
    roles: [...readyMadeRoles(), ...(assistantsReadSignedNotes ? [assistantWithSignedNotes()] : [])],
    members: [ownerOf(owner, sharesPatients)],
    shares: [],
    glass: [],
    separate: [],
  }
}

/**
 * An owner who treats patients gets the roles that the job title *owner* recommends. Those do not all fit an
 * administrative owner, who gets the roles of a practice manager.
 */
function ownerOf({ id, name, memberKind }: SetupAnswers['owner'], sharesPatients: boolean): Member {
  const { roles = [] } = practiceCatalog.jobTitles[memberKind === 'practitioner' ? 'owner' : 'manager'] ?? {}
  return {
    id,
    name,
    kind: memberKind,
    status: 'active',
    account: true,
    owner: true,
    grants: roles.map((role, index) => ({ id: `${id}/${index + 1}`, role })),
    team: sharesPatients ? [{ level: 'edit' }] : [],
    manages: [],
  }
}

/** A copy, since the published role stands as it is published: in it an assistant reads no signed note. */
function assistantWithSignedNotes(): Role {
  const published = practiceCatalog.roles['clinical-assistant']
  if (published === undefined) throw new Error('the catalogue has no `clinical-assistant`')
  return {
    id: 'clinical-assistant-signed-notes',
    label: `${published.label} + signed notes`,
    fits: published.fits,
    permissions: [...published.permissions, 'notes.viewSigned'],
  }
}
