/** libp2p of this page, for the leagues that go beyond it. Loaded with it, so not before it is needed. */
import type { Wire } from '#shared/sync'
import type { StartedReach } from './leading.ts'

export const startPageReach = async (onWire: (wire: Wire) => void): Promise<StartedReach> => {
  const { createDialler, localAccess, netClock, pagePlaceOf, startP2pHost } = await import('#web/net')
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
