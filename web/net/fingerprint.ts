/**
 * The certificate a session description promises. DTLS refuses any other, so it is what an end of a data channel is
 * known by.
 */

/** 64 hex digits; null when there is none, more than one, or one by another hash than SHA-256. */
export const fingerprintOf = (sdp: string): string | null => {
  const found = new Set<string>()
  for (const [, hash, value] of sdp.matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gim)) {
    if (hash?.toLowerCase() !== 'sha-256') return null
    found.add(value!.replaceAll(':', '').toLowerCase())
  }
  const [only] = found
  return found.size === 1 && only && /^[0-9a-f]{64}$/.test(only) ? only : null
}
