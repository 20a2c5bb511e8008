import classes from './entry-details.module.css'

/** The details of an entry: settings and their values, in words. */
export function Changes({ detail }: { readonly detail: Readonly<Record<string, unknown>> }) {
  const facts = factsOf(detail, [])
  return facts.length === 0 ? null : (
    <section>
      <h3 className={classes.heading}>Changes</h3>
      <dl className={classes.facts}>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export interface NotedFact {
  readonly name: string
  readonly value: string
}

/** `{ limits: { hidePrices: true } }` is one fact: `Limits, hide prices` is `yes`. */
export function factsOf(
  detail: Readonly<Record<string, unknown>>,
  within: readonly string[],
): readonly NotedFact[] {
  return Object.entries(detail).flatMap(([key, value]): readonly NotedFact[] => {
    const names = [...within, inWords(key)]
    if (isTable(value)) return factsOf(value, names)
    const words = wordsFor(value)
    return words === '' ? [] : [{ name: sentenceCase(names.join(', ')), value: words }]
  })
}

function wordsFor(value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(wordsFor).join(', ')
  if (isTable(value))
    return factsOf(value, [])
      .map((fact) => `${fact.name.toLowerCase()}: ${fact.value}`)
      .join(', ')
  return valueWords[String(value)] ?? String(value)
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Words for codes: the status of an appointment, and reasons for denial that are not checks. */
const valueWords: Readonly<Record<string, string>> = {
  fulfilled: 'completed',
  noshow: 'no-show',
  'no-such-record': 'record not found',
  'not-open': 'no access',
}

/** Words for keys that don’t read well. */
const keyWords: Readonly<Record<string, string>> = { dryRun: 'preview only' }

/** `hidePrices` and `hide-prices` are `hide prices`. */
function inWords(key: string): string {
  const own = keyWords[key]
  if (own !== undefined) return own
  return key
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
}

function sentenceCase(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
