import axe from 'axe-core'
import type { Page } from 'playwright-core'

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe holds against the page as it stands, one line for each element, worst first. Empty is what a test wants:
 *
 * ```ts
 * expect(await violations(page)).toEqual([])
 * ```
 */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    async (tags) =>
      (await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] })).violations,
    standards,
  )
  return found.flatMap(({ id, help, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} (${impact}): ${help} — \`${target.join(' ')}\` ${failureSummary}`,
    ),
  )
}

declare global {
  interface Window {
    /** There once `axe.source` ran in the page. */
    readonly axe: typeof axe
  }
}
