import { memberKinds } from '../../src/catalog/catalog.ts'
import { anyStaff } from '../../src/catalog/roles.ts'
import type { Role, TagLimit } from '../../src/policy/policy.ts'
import { permissionName, roleOrMemberName, tagName } from './read-names.ts'
import { flag, spanFields, spanned } from './read-span.ts'
import {
  complainOfKey,
  complainOfValue,
  id,
  mapOf,
  oneOf,
  type Reader,
  setOf,
  shape,
  text,
} from './read-value.ts'

const tags = setOf('a list of tags', '[green-st]', tagName)

const limitFields = spanned(
  shape('a tag limit', '{ any: [green-st] }', {}, { any: tags, all: tags, ...spanFields }),
)

/** `{ any: [...] }` or `{ all: [...] }`. An empty list is no mistake: such a limit reaches nobody. */
export const tagLimit: Reader<TagLimit> = (tree, reading) => {
  const value = limitFields(tree, reading)
  if (value === undefined || tree.is !== 'map') return undefined
  const { any, all, ...span } = value
  if (tree.entries.has('any') === tree.entries.has('all'))
    return reading.complaints.add(
      tree.at,
      'a tag limit needs one of `any` and `all`; write for example `{ any: [green-st] }`',
    )
  return { match: tree.entries.has('any') ? 'any' : 'all', tags: any ?? all ?? [], ...span }
}

const fields = shape(
  'a role',
  '{ label: Front desk, permissions: [patients.view] }',
  {},
  {
    label: text('the label of a role', 'Front desk'),
    fits: setOf('a list of member kinds', '[administrative]', oneOf('member kind', memberKinds)),
    permissions: setOf('a list of permissions', '[patients.view]', permissionName),
    tags: tagLimit,
    hidePrices: flag,
    grantableBy: setOf('a list of roles or members', '[admin]', roleOrMemberName),
  },
)

function role(id: string): Reader<Role> {
  return (tree, reading) => {
    const value = fields(tree, reading)
    if (value === undefined) return undefined
    const { label = id, fits, permissions = [], tags: tagLimit, hidePrices, grantableBy } = value
    if (fits?.length === 0)
      complainOfKey(
        tree,
        'fits',
        `the role \`${id}\` fits nobody; name a member kind, or leave \`fits\` out`,
        reading,
      )
    if (fits?.includes('collaborator'))
      complainOfValue(
        tree,
        'fits',
        'a collaborator holds no roles; remove `collaborator` and share cases instead',
        reading,
      )
    return {
      id,
      label,
      fits: memberKinds.filter((kind) => (fits ?? anyStaff).includes(kind)),
      permissions,
      ...(tagLimit && { tagLimit }),
      ...(hidePrices && { hidePrices }),
      ...(grantableBy && { grantableBy }),
    }
  }
}

/** The roles a practice wrote itself. */
export const roles = mapOf(
  'a map of roles',
  '{ front-desk: { permissions: [patients.view] } }',
  id('role'),
  role,
)
