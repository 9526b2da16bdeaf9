/** libp2p of this page, for the leagues that go beyond it. */
import { createNeighbours, type MeetingPlace, type Wire } from '#shared/sync'
import { createDialler, dialableAddresses, loadP2p, localAccess, netClock, pagePlaceOf } from '#web/net'
import type { StartedReach } from './leading.ts'

/**
 * For one place where another member may be met. Two pages take 0.2 to 1 s; on a busy machine a dial may hang while its other
 * end is up already (seen with @libp2p/webrtc 6.0.33), and is given up and tried again.
 */
const MEET_WITHIN_MS = 10_000

export const startPageReach = async (onWire: (wire: Wire) => void): Promise<StartedReach> => {
  const { startP2pHost } = await loadP2p()
  const host = await startP2pHost(onWire)
  const place = pagePlaceOf(location)
  /** What others say of where they are is never a reason to let the browser ask. */
  const wayTo = (meeting: MeetingPlace): string | null => {
    if (meeting.kind === 'circuit') return host.circuitTo(meeting)
    return dialableAddresses([meeting.address], place)[0]?.permission === null ? meeting.address : null
  }
  return {
    places: host.places,
    onPlaces: host.onPlaces,
    createNeighbours: options =>
      createNeighbours({
        ...options,
        clock: netClock,
        random: Math.random,
        canDial: meeting => wayTo(meeting) !== null,
        async dial(meeting) {
          const way = wayTo(meeting)
          const dialled = way === null ? null : await host.dial(way, AbortSignal.timeout(MEET_WITHIN_MS))
          return dialled?.ok ? dialled.wire : null
        },
      }),
    createDialler: options =>
      createDialler({
        ...options,
        place,
        clock: netClock,
        random: Math.random,
        access: localAccess,
        dial: host.dial,
      }),
    close: host.close,
  }
}
