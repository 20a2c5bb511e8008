import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { violations } from './axe.ts'
import { withBrowser } from './browser.ts'

const browser = await withBrowser()

async function pageShowing(body: string) {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  await page.setContent(`<!doctype html><html lang="en"><title>Appointments</title><main>${body}</main>`)
  return page
}

test('the browser runs scripts and lays out text', async () => {
  const page = await pageShowing('<h1>Today</h1><script>document.title += " today"</script>')
  expect(await page.title()).toBe('Appointments today')
  expect(await page.getByRole('heading').innerText()).toBe('Today')
  expect((await page.getByRole('heading').boundingBox())?.height).toBeGreaterThan(20)
})

test('axe says nothing of a sound page', async () => {
  const page = await pageShowing('<h1>Today</h1><button>Book</button>')
  expect(await violations(page)).toEqual([])
})

test('axe names the element that breaks a rule', async () => {
  const page = await pageShowing('<h1>Today</h1><button id="book"></button>')
  expect(await violations(page)).toEqual([
    expect.stringMatching(/^button-name \(critical\): Buttons must have discernible text — `#book`/),
  ])
})

test('axe runs on a page whose content policy forbids inline scripts', async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.setHeader('content-security-policy', "default-src 'self'; script-src 'self'")
    response.end('<!doctype html><html lang="en"><title>Patients</title><main><h1>Patients</h1></main>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${address.port}`)
  expect(await violations(page)).toEqual([])
})
