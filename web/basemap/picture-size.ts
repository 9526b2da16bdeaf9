/**
 * Kind and size of a picture from its first bytes: PNG, JPEG and WebP. Asked before a browser decodes it, because a picture
 * of a few kilobytes can unfold to gigabytes.
 */
export interface PictureSize {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
}

export const pictureSizeOf = (bytes: Uint8Array<ArrayBuffer>): PictureSize | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = pngSize(view) ?? jpegSize(view) ?? webpSize(view)
  return size && size.width > 0 && size.height > 0 ? size : null
}

const textAt = (view: DataView, offset: number, length: number): string => {
  if (offset + length > view.byteLength) return ''
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + offset, length))
}

const pngSize = (view: DataView): PictureSize | null => {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || textAt(view, 12, 4) !== 'IHDR') return null
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

/** A chain of segments; the frame's one (SOF, without the three other codes among them) has the size. */
const jpegSize = (view: DataView): PictureSize | null => {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    const length = view.getUint16(at + 2)
    if (length < 2) return null
    at += 2 + length
  }
  return null
}

/** Three kinds of WebP: lossy, lossless, and with extras, each with its own place for the size. */
const webpSize = (view: DataView): PictureSize | null => {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP' || view.byteLength < 30) return null
  const type = 'image/webp' as const
  const kind = textAt(view, 12, 4)
  if (kind === 'VP8 ') {
    return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8X') return null
  const three = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16)
  return { type, width: three(24) + 1, height: three(27) + 1 }
}
