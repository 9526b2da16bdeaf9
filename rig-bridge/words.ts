/** What a rig-bridge says to the person who started it: where to go, what it reads, the code to type, how to stop. */
import { askPort } from '#node/http'
import { NOT_BUILT_SENTENCE } from '#node/page'
import { RIG_STATUS_PATH, rigStatusSchema } from '#shared/api'
import type { RigSettings } from './settings.ts'
import type { Rig } from './start.ts'

export const secondBridgeMessage = (port: number): string =>
  `A rig-bridge is already running on port ${port} and records, so this one was not started: use that one, or give this one another --port and --data.`

/** Why the bridge's own port is not to be had. */
export const busyMessage = async (
  held: { readonly kind: 'busy' } | { readonly kind: 'refused'; readonly code: string },
  port: number,
): Promise<string> => {
  if (held.kind === 'refused')
    return `Port ${port} cannot be used on this machine (${held.code}), so nothing was started: choose another with --port.`
  const occupant = await askPort(port, RIG_STATUS_PATH, rigStatusSchema)
  return occupant.kind === 'paddock'
    ? secondBridgeMessage(port)
    : `Port ${port} is used by a program that is not Paddock, so nothing was started: stop that program, or choose another port with --port.`
}

export const noHomeMessage = (port: number): string =>
  `Port ${port} is not to be had, so the page is not served from here; laps are recorded all the same: stop the program that uses it and start the rig-bridge again, or choose another port with --home-port.`

const pageAddress = ({ home }: Rig, { homePort }: RigSettings): string => {
  const state = home?.state()
  return `http://localhost:${state?.kind === 'serving' ? state.port : homePort}`
}

export const welcomeLines = (rig: Rig, settings: RigSettings): string[] => {
  const lines = [`The rig-bridge is running. Open ${pageAddress(rig, settings)} and go to Live.`]
  lines.push(`Whether everything works, and what to do if not: http://localhost:${rig.port}`)
  if (rig.pretended !== null) lines.push(`No game is needed: ${rig.pretended}.`)
  if (settings.replay !== null) lines.push(`Plays the recording ${settings.replay}.`)
  const state = rig.home?.state()
  if (state?.kind === 'waiting')
    lines.push(
      `Another Paddock program (process ${state.holder.pid}) serves the page; this one takes over when it stops.`,
    )
  if (rig.guest !== null) {
    const address = rig.guest.address()
    lines.push(
      address === null
        ? `The guest view is on, at port ${rig.guest.port}; its address is on the page above.`
        : `The guest view is on: ${address.split('#')[0]}; the whole address and its code are on the page above.`,
    )
  }
  lines.push(...rig.warnings)
  if (settings.home && !rig.isPageBuilt) lines.push(NOT_BUILT_SENTENCE)
  lines.push(`Laps wait in ${rig.dataFolder} until your page has them. Stop with Ctrl+C; nothing is lost.`)
  return lines
}

/** Six digits in two groups are read and typed without losing the place. */
export const codeLine = (code: string, validMs: number): string =>
  `Code for your page: ${code.slice(0, 3)} ${code.slice(3)} (for ${Math.round(validMs / 60_000)} minutes; type it there, and only if you asked for it)`

export const pairedLine = (name: string): string => `Paired with ${name}.`
