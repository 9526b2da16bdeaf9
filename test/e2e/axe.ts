/** What axe finds wrong on a page, and how far it is wider than the window. */
import { createRequire } from 'node:module'
import type { Visitor } from './harness.ts'

export const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface AxeRun {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

/** In the whole page, or in the parts named by selectors. The page must have been opened with AXE as an init script. */
export const faults = async ({ page }: Visitor, parts?: readonly string[]): Promise<string[]> => {
  const { violations } = await page.evaluate(async (include): Promise<AxeRun> => {
    // A colour on its way to another is neither.
    await Promise.all(document.getAnimations().map(animation => animation.finished))
    const { axe } = globalThis as typeof globalThis & {
      axe: { run(context: Document | { include: readonly string[] }, options: object): Promise<AxeRun> }
    }
    // What is no fault is not described: most of the time would go there.
    return axe.run(include ? { include } : document, { resultTypes: ['violations'] })
  }, parts)
  return violations.flatMap(v =>
    v.nodes.map(node => `${v.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  )
}

export const overflow = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
