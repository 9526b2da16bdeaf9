/** Hands a text or bytes to the browser as a file to keep, under a name every file system takes. */

/** Windows refuses these whatever follows the point. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const MAX_NAME = 120

/**
 * A name without path, control or wildcard characters and without a point at either end; 'paddock' when nothing
 * is left. The ending survives when the name is cut.
 */
export const safeFileName = (name: string): string => {
  const clean = Array.from(name.normalize('NFC'), sign => (isRefused(sign) ? '-' : sign))
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.-]+|[\s.]+$/g, '')
  const point = clean.lastIndexOf('.')
  const ending = point > 0 && clean.length - point <= 8 ? clean.slice(point) : ''
  const stem = Array.from(clean.slice(0, clean.length - ending.length))
    .slice(0, MAX_NAME - ending.length)
    .join('')
    .trimEnd()
  const whole = (stem || 'paddock') + ending
  return RESERVED.test(whole) ? `_${whole}` : whole
}

const isRefused = (sign: string): boolean => {
  const code = sign.codePointAt(0)!
  // Control characters; the marks that turn the direction of writing can hide an ending.
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    '/\\:*?"<>|'.includes(sign)
  )
}

export const downloadText = (name: string, type: string, text: string): void =>
  downloadBlob(name, new Blob([text], { type }))

export const downloadBlob = (name: string, blob: Blob): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = safeFileName(name)
  link.click()
  // The download has taken hold of the bytes once the click is over.
  setTimeout(() => URL.revokeObjectURL(url))
}
