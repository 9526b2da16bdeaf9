/**
 * Reading a QR code from a camera's frame or a picture. Costs a frame's time at most, so a page calls it frame by frame
 * until one succeeds.
 */
import { decodeQR } from 'qr/decode.js'

export interface QrImage {
  readonly width: number
  readonly height: number
  /** RGBA. */
  readonly data: Uint8ClampedArray | Uint8Array
}

/** A picture somebody chose may take longer than a frame. */
export const PICTURE_MS = 2000

/** The text of the first code found; null when there is none that can be read. */
export const scanQr = (image: QrImage, limitMs?: number): string | null => {
  if (image.width < 21 || image.height < 21 || image.data.length !== image.width * image.height * 4)
    return null
  try {
    return decodeQR(image, { format: 'RGBA', ...(limitMs === undefined ? {} : { timeLimit: limitMs }) })
  } catch {
    return null
  }
}
