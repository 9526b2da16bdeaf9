/** A part of the charts on an empty page, at a width, with props that can change while it stands. */
import axe from 'axe-core'
import { Chart } from 'chart.js'
import { type Component, flushSync, mount, unmount } from 'svelte'
import { expect, onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import '#web/style'

export const SHOTS = '../../../../test-output/screenshots'

export interface Staged<Props> {
  readonly root: HTMLElement
  /** Changes props, all at once; the page has followed when this returns. */
  change(props: Partial<Props>): void
}

export const stage = async <Props extends Record<string, unknown>>(
  component: Component<Props>,
  initial: Props,
  { width = 1200, height = 900, theme = 'dark' } = {},
): Promise<Staged<Props>> => {
  await page.viewport(width, height)
  document.documentElement.dataset.theme = theme
  document.documentElement.lang = 'en'
  document.title = 'Charts'
  const root = document.createElement('main')
  document.body.replaceChildren(root)
  // Held raw, as a screen must: see the hazard in the charts' model.
  let props = $state.raw(initial)
  const followed = new Proxy(initial, { get: (_, key) => Reflect.get(props, key) })
  const mounted = mount(component, { target: root, props: followed })
  flushSync()
  onTestFinished(async () => {
    await unmount(mounted)
    root.remove()
    // A canvas that stays with chart.js keeps its laps in memory.
    expect(Object.keys(Chart.instances)).toEqual([])
  })
  return {
    root,
    change(next) {
      props = { ...props, ...next }
      flushSync()
    },
  }
}

export const frame = (): Promise<number> => new Promise(resolve => requestAnimationFrame(resolve))

export const expectAccessible = async (root: HTMLElement): Promise<void> => {
  const { violations } = await axe.run(root, {
    rules: { region: { enabled: false } },
    resultTypes: ['violations'],
  })
  expect(
    violations.flatMap(v =>
      v.nodes.map(node => `${v.id}: ${node.html.slice(0, 160)} ${node.failureSummary}`),
    ),
  ).toEqual([])
}

export const chartOf = (canvas: Element): Chart => Chart.getChart(canvas as HTMLCanvasElement)!

export const canvases = (root: Element): HTMLCanvasElement[] => [...root.querySelectorAll('canvas')]

/** Of each pixel column of a canvas, whether anything like `colour` is in it. */
export const columnsWith = (canvas: HTMLCanvasElement, [r, g, b]: readonly number[]): boolean[] => {
  const { data, width, height } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
  const isNear = (i: number) =>
    data[i + 3]! > 120 &&
    Math.abs(data[i]! - r!) + Math.abs(data[i + 1]! - g!) + Math.abs(data[i + 2]! - b!) < 60
  return Array.from({ length: width }, (_, x) => {
    for (let y = 0; y < height; y++) if (isNear((y * width + x) * 4)) return true
    return false
  })
}

export type PointerKind = 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'pointerleave'

/** A pointer over `target`, at a part of its width. */
export const pointer = (
  target: Element,
  kind: PointerKind,
  part: number,
  init: PointerEventInit & { readonly down?: number } = {},
): void => {
  const box = target.getBoundingClientRect()
  target.dispatchEvent(
    new PointerEvent(kind, {
      bubbles: true,
      pointerId: 1,
      pointerType: 'mouse',
      clientX: box.left + part * box.width,
      clientY: box.top + (init.down ?? 20),
      ...init,
    }),
  )
}

export const wheel = (target: Element, part: number, init: WheelEventInit): boolean => {
  const box = target.getBoundingClientRect()
  return target.dispatchEvent(
    new WheelEvent('wheel', {
      bubbles: true,
      cancelable: true,
      clientX: box.left + part * box.width,
      clientY: box.top + 20,
      ...init,
    }),
  )
}
