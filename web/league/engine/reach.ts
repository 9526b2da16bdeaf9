/** libp2p of this page, for the leagues that go beyond it. */
import type { Wire } from '#shared/sync'
import { createDialler, loadP2p, localAccess, netClock, pagePlaceOf } from '#web/net'
import type { StartedReach } from './leading.ts'

export const startPageReach = async (onWire: (wire: Wire) => void): Promise<StartedReach> => {
  const { startP2pHost } = await loadP2p()
  const host = await startP2pHost(onWire)
  const place = pagePlaceOf(location)
  return {
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
