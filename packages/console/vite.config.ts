import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `vite` finds the server while one works on the console: the address `rolecall demo` listens on. */
const server = process.env.ROLECALL_SERVER ?? 'http://127.0.0.1:4680'

export default defineConfig(({ command }) => {
  // Tests build the console as well, and what they try must be what people get.
  if (command === 'build') process.env.NODE_ENV = 'production'
  return {
    plugins: [react()],
    build: {
      target: 'es2023',
      // The content policy knows files only: nothing is inlined as a `data:` address.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // What counts is the first load, compressed; `e2e/first-load.test.ts` holds it.
      chunkSizeWarningLimit: 800,
    },
    server: { host: '127.0.0.1', port: 4681, proxy: { '/api': server } },
  }
})
