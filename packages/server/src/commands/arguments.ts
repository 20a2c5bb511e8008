import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** What a command was given, or a sentence on what is wrong with it. */
export type Arguments =
  | {
      readonly values: Readonly<Record<string, string | undefined>>
      /** The options without a value that were given. */
      readonly flags: ReadonlySet<string>
      readonly positionals: readonly string[]
    }
  | { readonly wrong: string }

/**
 * Read options that take a value each, such as `--data FOLDER`, and flags that take none, such as `--sql`. An option is
 * given once: of two values one would be ignored without a word.
 */
export function readArguments(
  args: readonly string[],
  options: readonly string[],
  flags: readonly string[] = [],
): Arguments {
  const config: ParseArgsOptionsConfig = Object.fromEntries([
    ...options.map((name) => [name, { type: 'string' }]),
    ...flags.map((name) => [name, { type: 'boolean' }]),
  ])
  const { tokens } = parseArgs({ args: [...args], options: config, strict: false, tokens: true })
  const values: Record<string, string | undefined> = {}
  const given = new Set<string>()
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const { name, value } = token
    const isFlag = flags.includes(name)
    if (!isFlag && !options.includes(name))
      return { wrong: `there is no option \`${token.rawName}\`, see \`rolecall --help\`` }
    const wrong = given.has(name) ? 'is given twice; give it once' : wrongValue(token, isFlag)
    if (wrong !== undefined) return { wrong: `the option \`${token.rawName}\` ${wrong}` }
    given.add(name)
    if (!isFlag) values[name] = value
  }
  return { values, flags: given, positionals }
}

function wrongValue(
  { rawName, value }: { readonly rawName: string; readonly value?: string | undefined },
  isFlag: boolean,
): string | undefined {
  if (isFlag) return value === undefined ? undefined : `takes no value; write \`${rawName}\` alone`
  return value ? undefined : 'needs a value, see `rolecall --help`'
}

/** What a command that serves was given. */
export interface Serving {
  readonly values: Readonly<Record<string, string | undefined>>
  /** Undefined: 4680, or the next one that is free. */
  readonly port: number | undefined
}

/** The same with `--port`, for commands that take options only. */
export function readServing(
  args: readonly string[],
  options: readonly string[],
): Serving | { readonly wrong: string } {
  const given = readArguments(args, [...options, 'port'])
  if ('wrong' in given) return given
  const [unexpected] = given.positionals
  if (unexpected !== undefined) return { wrong: `\`${unexpected}\` is one too many, see \`rolecall --help\`` }
  const { port: text } = given.values
  const port = text === undefined ? undefined : Number(text)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536))
    return { wrong: `\`${text}\` is no port, give a number below 65536` }
  return { values: given.values, port }
}
