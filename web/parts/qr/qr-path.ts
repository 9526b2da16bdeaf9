/** A text as a QR code: its side in modules, quiet zone included, and what is dark as the path of an SVG. */
import { encodeQR } from 'qr'

/** Four light modules on each side, as the standard asks: cameras lose the code on a dark page without. */
const QUIET = 4

export interface QrPath {
  readonly size: number
  readonly path: string
}

/** Error correction M: a fingerprint or a reflection may cover 15 %. Throws when the text is too long for any code. */
export const textToQr = (text: string): QrPath => {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET })
  const runs = rows.flatMap((row, y) => {
    const parts: string[] = []
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      parts.push(`M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`)
    }
    return parts
  })
  return { size: rows.length, path: runs.join('') }
}
