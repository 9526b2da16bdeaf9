/** What a relay says to the person who started it: where to go, where things are, how to stop. */
import { networkInterfaces } from 'node:os'
import { NOT_BUILT_SENTENCE } from '#node/page'
import { isLoopbackAddress, type Relay } from './start.ts'

/** Where to open the page on this machine. */
const relayToAddress = (relay: Relay, homePort: number): string => {
  const state = relay.home?.state()
  if (state === undefined) return `http://localhost:${relay.port}`
  return `http://localhost:${state.kind === 'serving' ? state.port : homePort}`
}

/** The addresses other machines reach this one by, when it listens on all of them. */
const networkAddresses = (host: string): string[] => {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const all = Object.values(networkInterfaces()).flatMap(list => list ?? [])
  return all.filter(one => !one.internal && one.family === 'IPv4').map(one => one.address)
}

export const welcomeLines = (relay: Relay, settings: { host: string; homePort: number }): string[] => {
  const lines = [`Paddock is running. Open ${relayToAddress(relay, settings.homePort)}`]
  const state = relay.home?.state()
  if (state?.kind === 'waiting')
    lines.push(
      `Another Paddock program (process ${state.holder.pid}) serves the page; this one takes over when it stops.`,
    )
  if (!isLoopbackAddress(settings.host)) {
    const addresses = networkAddresses(settings.host).map(
      address => `http://${address.includes(':') ? `[${address}]` : address}:${relay.port}`,
    )
    lines.push(`Other machines reach this relay at ${addresses.join(' or ')}`)
  }
  if (relay.member)
    lines.push(
      `Members of its leagues reach this relay at ${relay.leagueAddresses.join(' or ')}: put these into the league's settings or its invitations.`,
    )
  if (!relay.isPageBuilt) lines.push(NOT_BUILT_SENTENCE)
  lines.push(`Your laps live in your browser, the relay's data in ${relay.dataFolder}. Stop with Ctrl+C.`)
  return lines
}
