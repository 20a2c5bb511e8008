#!/usr/bin/env node
/** The `rolecall` command. */
const [major] = process.versions.node.split('.')

if (major !== '26') {
  console.error(
    `rolecall: this is Node ${process.versions.node}, and Rolecall runs on Node 26; install that one`,
  )
  process.exitCode = 1
} else {
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
