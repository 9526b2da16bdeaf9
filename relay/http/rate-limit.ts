/**
 * How often one address may ask: a bucket of tokens per address, refilled steadily. It keeps one runaway client
 * from starving a league, and bounds what guessing can try; it is no defence against many machines.
 *
 * This machine itself is never limited: the home server asks on behalf of every tab, and a reverse proxy on
 * behalf of everybody (it has limits of its own). An IPv6 network gives each house a /64, so that is one address.
 */

export interface RateLimits {
  /** Opening the page asks for about a hundred files at once; three people may share one public address. */
  readonly burst: number
  readonly perSecond: number
  /** Each costs about 200 bytes; the longest unused is forgotten first. */
  readonly maxAddresses: number
}

export const DEFAULT_RATE_LIMITS: RateLimits = { burst: 400, perSecond: 50, maxAddresses: 10_000 }

interface Bucket {
  tokens: number
  at: number
}

/** One key per household: IPv4 as it is, IPv6 by its first 64 bits. */
export const addressToKey = (address: string): string => {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (v4 !== undefined) return v4
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length)
  return [...first, ...Array<string>(missing).fill('0'), ...last]
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')
}

const isThisMachine = (address: string): boolean => /^(::1|(::ffff:)?127(\.\d+){3})$/i.test(address)

export interface RateLimiter {
  /** Seconds to wait before asking again; 0 when this request may pass. */
  take(address: string): number
}

/** `now` is a clock that only runs forward, in milliseconds. */
export const createRateLimiter = (now: () => number, limits = DEFAULT_RATE_LIMITS): RateLimiter => {
  /** In order of use, oldest first. */
  const bucketByKey = new Map<string, Bucket>()
  return {
    take: address => {
      if (isThisMachine(address)) return 0
      const key = addressToKey(address)
      const at = now()
      const known = bucketByKey.get(key)
      const tokens = known
        ? Math.min(limits.burst, known.tokens + ((at - known.at) / 1000) * limits.perSecond)
        : limits.burst
      const passes = tokens >= 1
      bucketByKey.delete(key)
      bucketByKey.set(key, { tokens: passes ? tokens - 1 : tokens, at })
      if (bucketByKey.size > limits.maxAddresses) bucketByKey.delete(bucketByKey.keys().next().value!)
      return passes ? 0 : Math.ceil((1 - tokens) / limits.perSecond)
    },
  }
}
