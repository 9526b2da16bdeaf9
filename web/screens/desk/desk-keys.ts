/**
 * The desk by keyboard: everything a pointer can do has a key here, listed on `?` and in the palette.
 */
import type { Desk } from '#web/desk'
import type { Action } from '#web/state'
import { words } from '#web/words'
import { nextSample } from './steps.ts'

export interface DeskDeeds {
  /** Takes the cursor somewhere by key: screen readers are told where. */
  readonly moveTo: (x: number) => void
  readonly playOrPause: () => void
  readonly chooseCorner: () => void
  readonly chooseChannels: () => void
  readonly addLap: () => void
}

const FAR = 10
const CLOSER = 0.5

export const deskActions = (desk: Desk, deeds: DeskDeeds): readonly Action[] => {
  const k = words.now.keys
  const step = (direction: 1 | -1, event?: KeyboardEvent): void =>
    deeds.moveTo(nextSample(desk, direction, event?.shiftKey ? FAR : 1))
  const lap = (by: number): void => {
    const { laps, chosen } = desk
    const at = laps.findIndex(other => other.id === chosen?.id)
    const next = laps[(at + by + laps.length) % laps.length]
    if (next) desk.chosenId = next.id
  }
  const corner = (direction: 1 | -1): void => {
    const apexes = desk.apexes
    const here = desk.sight.activePlace ?? desk.sight.extent.from
    const next =
      direction > 0
        ? apexes.find(apex => apex.at > here + 0.5)
        : apexes.findLast(apex => apex.at < here - 0.5)
    if (next) deeds.moveTo(next.at)
  }
  const zoom = (by: number): void => {
    const { window, extent } = desk.sight
    const about = desk.link.cursor ?? (window.from + window.to) / 2
    const half = ((window.to - window.from) * by) / 2
    const middle = Math.min(extent.to - half, Math.max(extent.from + half, about))
    desk.sight.see(
      half * 2 >= extent.to - extent.from
        ? null
        : { from: Math.max(extent.from, middle - half), to: Math.min(extent.to, middle + half) },
    )
  }
  const action = (id: string, label: string, key: string, run: Action['run'], note?: string): Action => ({
    id,
    label,
    key,
    scope: 'screen',
    run,
    ...(note && { note }),
  })
  const far = `${k.shift}: ${k.cursorFar}`
  return [
    action('cursor-back', k.cursorBack, 'ArrowLeft', event => step(-1, event), far),
    action('cursor-forward', k.cursorForward, 'ArrowRight', event => step(1, event), far),
    action('previous-corner', k.previousCorner, ',', () => corner(-1)),
    action('next-corner', k.nextCorner, '.', () => corner(1)),
    action('corner', k.corner, 'g', deeds.chooseCorner),
    action('previous-lap', k.previousLapDesk, '[', () => lap(-1)),
    action('next-lap', k.nextLapDesk, ']', () => lap(1)),
    action('reference', k.reference, 'r', () => desk.chosen && desk.measureAgainst(desk.chosen.id)),
    action('axis', k.axis, 'd', () => desk.sight.switchAxis()),
    action('mark-a', k.markA, 'a', () => {
      desk.sight.pointAt(desk.link.cursor ?? desk.sight.window.from, { pin: true })
      desk.sight.active = 'A'
    }),
    action('mark-b', k.markB, 'b', () => {
      if (desk.link.second === null) desk.sight.markSecond(desk.link.cursor ?? desk.sight.window.from)
      desk.sight.active = 'B'
    }),
    action('unpin', k.unpin, 'Escape', () => desk.sight.unpin()),
    action('zoom-in', k.zoomIn, '+', () => zoom(CLOSER)),
    action('zoom-out', k.zoomOut, '-', () => zoom(1 / CLOSER)),
    action('whole', k.whole, '0', () => desk.sight.see(null)),
    action('zoom-back', k.zoomBack, 'Backspace', () => desk.sight.goBack()),
    action('zoom-forward', k.zoomForward, '=', () => desk.sight.goForward()),
    action('playback', k.playback, ' ', deeds.playOrPause),
    action('channels', k.channels, 'h', deeds.chooseChannels),
    action('add-lap', k.addLap, 'n', deeds.addLap),
  ]
}
