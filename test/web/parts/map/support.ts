/** What the tests of the desk's map share: two laps, lines, and looking at what was drawn and where. */
import { gatesToMap } from '#web/parts/map'
import { gateAt, makeLap } from './laps.ts'

export const reference = makeLap({ key: 'r', name: 'Lap 12', colour: '--reference', isReference: true })
export const other = makeLap({ key: 'a', name: 'Lap 14', beside: 4, lapMs: 102_529 })
export const length = reference.metres.at(-1)!
export const gates = gatesToMap({
  startFinish: gateAt(reference, 0),
  sectors: [gateAt(reference, 0.34)],
  finish: null,
})
export const BASE = {
  laps: [reference, other],
  colouring: { kind: 'speed', lapKey: 'a', values: other.speed } as const,
  units: 'metric' as const,
  theme: 'dark',
  label: 'Lap 14 from above, coloured by speed',
}

export const marker = (lap: typeof other, i: number) => ({ lapKey: lap.key, x: lap.x[i]!, y: lap.y[i]! })
export const canvasOf = (container: Element, pane: string) =>
  container.querySelector<HTMLCanvasElement>(`.leaflet-${pane}-pane canvas`)!
/** Whether anything was drawn on it. */
export const isInked = (canvas: HTMLCanvasElement): boolean =>
  canvas
    .getContext('2d')!
    .getImageData(0, 0, canvas.width, canvas.height)
    .data.some(v => v > 0)

/** Where a place of a lap lies on the screen: its dot is put there and measured. */
export const screenOf = (container: Element, key: string): { x: number; y: number } => {
  const { left, top, width, height } = container
    .querySelector(`.car[data-lap="${key}"]`)!
    .getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
export const pointer = (
  type: string,
  target: Element,
  at: { x: number; y: number },
  more: PointerEventInit = {},
) =>
  target.dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      cancelable: true,
      pointerId: 1,
      pointerType: 'mouse',
      clientX: at.x,
      clientY: at.y,
      ...more,
    }),
  )
