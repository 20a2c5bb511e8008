import { violations } from '@rolecall/testbed/axe'
import { expect } from 'vitest'
import type { Page } from './page.ts'

/** That axe finds nothing against the page as it stands, and nobody has to scroll sideways. */
export async function expectSound(page: Page, place = 'the page'): Promise<void> {
  expect(await violations(page), place).toEqual([])
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, place).toBe(0)
}
