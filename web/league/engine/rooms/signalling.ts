/**
 * Who brings the pages of a crew together: the relay this page comes from, relays of the league, else the rig-bridge of
 * this machine, through the home server. All that answer are used, because two pages meet only where both are.
 */
import { RIG_SIGNAL_PATH, SIGNAL_PATH } from '#shared/api'
import { dialableAddresses, localAccess, type PagePlace } from '#web/net'

const MOST = 4
const WITHIN_MS = 4_000

/** `/dns4/relay.example/tcp/7422/tls/ws` is at `wss://relay.example:7422`; null for what is no WebSocket. */
export const multiaddrToSocket = (address: string): string | null => {
  const found =
    /^\/(ip4|ip6|dns[46]?)\/([^/]+)\/tcp\/(\d+)\/(ws|wss|tls(?:\/sni\/[^/]+)?\/ws)(?:\/p2p\/[^/]+)?$/.exec(
      address,
    )
  if (!found) return null
  const [, kind, host, port, carrier] = found
  return `${carrier === 'ws' ? 'ws' : 'wss'}://${kind === 'ip6' ? `[${host}]` : host}:${port}`
}

export interface SignallingParts {
  readonly location: Pick<URL, 'protocol' | 'host'>
  readonly place: PagePlace
  readonly addresses: readonly string[]
}

/** Those to try, and those to try only when none of them answers. */
export const signallingPlaces = async ({
  location,
  place,
  addresses,
}: SignallingParts): Promise<readonly (readonly string[])[]> => {
  const own = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`
  const allowed: string[] = []
  for (const { address, permission } of dialableAddresses(addresses, place)) {
    const socket = multiaddrToSocket(address)
    // Nobody is asked for a permission by entering a room.
    if (socket && (permission === null || (await localAccess(permission)) === 'granted')) allowed.push(socket)
  }
  const first = [...new Set([own, ...allowed])].slice(0, MOST).map(origin => origin + SIGNAL_PATH)
  return place === 'home' ? [first, [own + RIG_SIGNAL_PATH]] : [first]
}

/** Whether somebody there signals. Never throws. */
const answers = (url: string): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  let socket: WebSocket
  try {
    socket = new WebSocket(url)
  } catch {
    return Promise.resolve(false)
  }
  const timer = setTimeout(() => resolve(false), WITHIN_MS)
  socket.onopen = () => socket.send('{"type":"ping"}')
  socket.onmessage = ({ data }) => resolve(data === '{"type":"pong"}')
  socket.onerror = () => resolve(false)
  socket.onclose = () => resolve(false)
  return promise.finally(() => {
    clearTimeout(timer)
    socket.close()
  })
}

export const findSignalling = async (parts: SignallingParts): Promise<readonly string[]> => {
  for (const urls of await signallingPlaces(parts)) {
    const found = await Promise.all(urls.map(async url => ((await answers(url)) ? url : null)))
    const live = found.filter(url => url !== null)
    if (live.length > 0) return live
  }
  return []
}
