/** `npm run bench -- NAME [--quick] [--full]` */

type Benchmark = (options: { readonly quick: boolean; readonly full: boolean }) => Promise<void>

/** Each is loaded only when it is asked for. */
const benchmarks: Readonly<Record<string, () => Promise<Benchmark>>> = {
  console: async () => (await import('./console/console.ts')).console,
  decide: async () => (await import('./decide/decide.ts')).decide,
  faults: async () => (await import('./faults/faults.ts')).faults,
  http: async () => (await import('./http/http.ts')).http,
  idle: async () => (await import('./idle/idle.ts')).idle,
  import: async () => (await import('./import/import.ts')).importing,
  'log-growth': async () => (await import('./log-growth/log-growth.ts')).logGrowth,
  list: async () => (await import('./list/list.ts')).list,
  start: async () => (await import('./start/start.ts')).start,
}

const [name = '', ...options] = process.argv.slice(2)
const unknown = options.find((option) => !['--quick', '--full'].includes(option))
const load = Object.hasOwn(benchmarks, name) ? benchmarks[name] : undefined

if (load === undefined) complain(`there is no benchmark \`${name}\`; there are ${namesOf(benchmarks)}`)
else if (unknown !== undefined)
  complain(`there is no option \`${unknown}\`; there are \`--quick\` and, for lists, \`--full\``)
else await (await load())({ quick: options.includes('--quick'), full: options.includes('--full') })

function namesOf(all: object): string {
  return Object.keys(all)
    .map((one) => `\`${one}\``)
    .join(', ')
}

function complain(sentence: string): void {
  console.error(sentence)
  process.exitCode = 2
}
