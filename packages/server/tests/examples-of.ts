type Json = Readonly<Record<string, unknown>>

/**
 * Values of every form a JSON Schema allows: each branch of a union, each member of an enumeration, with and without
 * what may be missing, empty and filled.
 */
export function examplesOf(schema: Json): readonly unknown[] {
  if ('const' in schema) return [schema.const]
  if (Array.isArray(schema.enum)) return schema.enum
  const union = schema.anyOf ?? schema.oneOf
  if (Array.isArray(union)) return union.flatMap((one: Json) => examplesOf(one))
  if (Array.isArray(schema.type))
    return schema.type.flatMap((type: unknown) => examplesOf({ ...schema, type }))
  switch (schema.type) {
    case 'null':
      return [null]
    case 'boolean':
      return [true, false]
    case 'integer':
    case 'number':
      return [numberIn(schema)]
    case 'string':
      return [textIn(schema)]
    case 'array':
      return [[], ...examplesOf((schema.items ?? {}) as Json).map((item) => [item, item])]
    case 'object':
      return objectsOf(schema)
    default:
      return ['anything']
  }
}

function numberIn({ minimum, exclusiveMinimum, maximum }: Json): number {
  const least = typeof minimum === 'number' ? minimum : Number(exclusiveMinimum ?? 6) + 1
  return Math.min(Math.max(least, 3), typeof maximum === 'number' ? maximum : Number.POSITIVE_INFINITY)
}

const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-11-21T09:00:00Z',
  date: '2026-11-21',
  uuid: '0190a000-0000-4000-8000-00000000abcd',
  email: 'ana@clinic.example',
}

function textIn({ format, minLength }: Json): string {
  return formats[String(format)] ?? 'é"\\<𝄞 '.padEnd(Number(minLength ?? 0), 'x')
}

/** One with everything, one with what must be there, and one for each other form of a property. */
function objectsOf(schema: Json): readonly Json[] {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, Json>>)
  const forms = properties.map(([name, property]) => [name, examplesOf(property)] as const)
  const full = Object.fromEntries(forms.map(([name, [first]]) => [name, first]))
  const required = new Set((schema.required ?? []) as readonly string[])
  const least = Object.fromEntries(Object.entries(full).filter(([name]) => required.has(name)))
  const others = forms.flatMap(([name, [, ...rest]]) => rest.map((form) => ({ ...full, [name]: form })))
  const { additionalProperties: more } = schema
  const open =
    typeof more === 'object' && more !== null
      ? examplesOf(more as Json).map((value) => ({ ...full, 'a name': value, other: value }))
      : []
  return [full, least, ...others, ...open]
}
