/** Where the relay this page comes from is reached as a member of leagues, if it is one. */
import { LEAGUE_ADDRESSES_PATH, leagueAddressesSchema } from '#shared/api'

const WITHIN_MS = 5_000
const MAX_BYTES = 64 * 1024

/** This very origin as a multiaddress; null for one that has no address of its own, as `file:`. */
export const originToMultiaddr = ({
  protocol,
  hostname,
  port,
}: Pick<URL, 'protocol' | 'hostname' | 'port'>) => {
  const host = hostname.replace(/^\[|\]$/g, '')
  const kind = host.includes(':') ? 'ip6' : /^\d+\.\d+\.\d+\.\d+$/.test(host) ? 'ip4' : 'dns'
  const carrier = protocol === 'https:' ? 'tls/ws' : 'ws'
  const number = port || (protocol === 'https:' ? '443' : '80')
  return host === '' ? null : `/${kind}/${host}/tcp/${number}/${carrier}`
}

/** Empty when there is no relay there, it is no member, or it does not answer. */
export const readHomeAddresses = async (place: URL | Location): Promise<readonly string[]> => {
  try {
    const answer = await fetch(LEAGUE_ADDRESSES_PATH, {
      signal: AbortSignal.timeout(WITHIN_MS),
      headers: { accept: 'application/json' },
    })
    if (!answer.ok) return []
    const text = await answer.text()
    const read = text.length > MAX_BYTES ? null : leagueAddressesSchema.safeParse(JSON.parse(text))
    if (!read?.success) return []
    const own = read.data.takesWebSocket ? originToMultiaddr(place) : null
    return own ? [own, ...read.data.addresses] : read.data.addresses
  } catch {
    // Static hosting answers with a page, a phone in a tunnel with nothing.
    return []
  }
}
