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
  await page.evaluate(atRest)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
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

/** What fades in has not its full contrast yet. What moves for ever, such as a skeleton, is not waited for. */
async function atRest(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  for (let still = 0; still < 3; still++) {
    await frame()
    const moving = document
      .getAnimations()
      .filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Infinity)
    if (moving.length > 0) still = 0
    // One that is broken off is as much at rest as one that is over.
    await Promise.allSettled(moving.map(({ finished }) => finished))
  }
}

declare global {
  interface Window {
    /** There once `axe.source` ran in the page. */
    readonly axe: typeof axe
  }
}
