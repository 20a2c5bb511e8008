#!/usr/bin/env node
/** The `rolecall` command. */
const [major] = process.versions.node.split('.')

if (major !== '26') {
  console.error(
    `rolecall: this is Node ${process.versions.node}, and Rolecall runs on Node 26; install that one`,
  )
  process.exitCode = 1
} else {
  // Reading the program is a third of what a start takes. It is kept beside the packages, where nobody else may write.
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(`${import.meta.dirname}/../../../node_modules/.cache/rolecall/compiled`)
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
