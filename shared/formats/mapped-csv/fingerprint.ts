/**
 * A name for a kind of table: the same header gives the same fingerprint, whatever file it stands in.
 *
 * Two 32-bit FNV-1a sums, 64 bits in all: enough to tell the few tables one person has apart; it guards nothing.
 */

export const fingerprintOf = (
  delimiter: string,
  names: readonly string[],
  units: readonly string[],
): string => {
  // Case and spaces change with an app's version, the columns' meaning does not.
  const text = JSON.stringify([delimiter, ...[...names, ...units].map(n => n.trim().toLowerCase())])
  return fnv1a(text, 0x811c9dc5) + fnv1a(text, 0x01000193)
}

const fnv1a = (text: string, seed: number): string => {
  let sum = seed
  for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193)
  return (sum >>> 0).toString(16).padStart(8, '0')
}
