import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Where `vite` finds the server while one works on the console: the address `rolecall demo` listens on. */
const server = process.env.ROLECALL_SERVER ?? 'http://127.0.0.1:4680'

export default defineConfig(({ command }) => {
  // Tests build the console as well, and what they try must be what people get.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [react(), compressed()],
    build: {
      target: 'es2023',
      // The content policy knows files only: nothing is inlined as a `data:` address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What counts is the first load, compressed; `e2e/first-load.test.ts` holds it.
      chunkSizeWarningLimit: 800,
      // A browser asks for six files at a time: what every page needs is one, and what several need are few.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [
              { name: 'every-page', tags: ['$initial'], priority: 2 },
              { name: 'several-pages', minShareCount: 2, priority: 1 },
            ],
          },
        },
      },
    },
    server: { host: '127.0.0.1', port: 4681, proxy: { '/api': server } },
  }
})

/** Leave each file compressed beside itself, so that the server need not do it for everybody who asks. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    writeBundle({ dir = '' }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(js|css|html|svg)$/.test(name)) continue
        const file = join(dir, name)
        const text = readFileSync(file)
        // Below this the header of an answer is longer than what is saved.
        if (text.length < 1000) continue
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }))
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        )
      }
    },
  }
}
