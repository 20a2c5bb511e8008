import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

/** What a command was given, or a sentence on what is wrong with it. */
export type Arguments =
  | { readonly values: Readonly<Record<string, string | undefined>>; readonly positionals: readonly string[] }
  | { readonly wrong: string }

/** Read options that take a value each, such as `--data FOLDER`. */
export function readArguments(args: readonly string[], options: readonly string[]): Arguments {
  const config: ParseArgsOptionsConfig = Object.fromEntries(options.map((name) => [name, { type: 'string' }]))
  const { tokens } = parseArgs({ args: [...args], options: config, strict: false, tokens: true })
  const values: Record<string, string | undefined> = {}
  const positionals: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    if (!options.includes(token.name))
      return { wrong: `there is no option \`${token.rawName}\`, see \`rolecall --help\`` }
    if (!token.value)
      return { wrong: `the option \`${token.rawName}\` needs a value, see \`rolecall --help\`` }
    values[token.name] = token.value
  }
  return { values, positionals }
}

/** A port to listen on, or a sentence. */
export function readPort(
  text: string | undefined,
): { readonly port: number | undefined } | { readonly wrong: string } {
  if (text === undefined) return { port: undefined }
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port < 65536) return { port }
  return { wrong: `\`${text}\` is no port, give a number below 65536` }
}
