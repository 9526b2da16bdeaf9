/**
 * How this page reaches a rig-bridge, from its own address:
 *
 * | the page is at            | the bridge                        |                                                        |
 * |---------------------------|-----------------------------------|--------------------------------------------------------|
 * | http://localhost:…        | through its own server, by itself | one address space: no browser asks anything            |
 * | https://…                 | ws://localhost:7421, on a click   | the browser asks for its local-network permission      |
 * | http:// of anything else  | not at all                        | no secure context: nothing is kept, nothing is allowed |
 */
import { RIG_PORT, RIG_SOCKET_PATH } from '#shared/api'

export type RigPlace =
  | { readonly kind: 'home' | 'hosted'; readonly url: string }
  | { readonly kind: 'nowhere' }

export const rigPlaceOf = ({
  protocol,
  hostname,
  host,
}: Pick<URL, 'protocol' | 'hostname' | 'host'>): RigPlace => {
  if (protocol === 'http:' && hostname === 'localhost')
    return { kind: 'home', url: `ws://${host}${RIG_SOCKET_PATH}` }
  if (protocol === 'https:') return { kind: 'hosted', url: `ws://localhost:${RIG_PORT}${RIG_SOCKET_PATH}` }
  return { kind: 'nowhere' }
}

export type LocalPermission = 'prompt' | 'granted' | 'denied' | 'unknown'

/** Chrome asks since 142 (WebSockets since 147); a browser that does not know the name does not ask either, or never allows it. */
export const localPermission = async (): Promise<LocalPermission> => {
  try {
    const name = 'local-network-access' as PermissionName
    return (await navigator.permissions.query({ name })).state
  } catch {
    return 'unknown'
  }
}
