/** What a camera makes of a QR code on a screen: turned, blurred, noisy, unevenly lit. */
import { encodeQR } from 'qr'

export interface Shot {
  /** Pixels of one module. */
  readonly scale: number
  readonly degrees: number
  /** Of 255. */
  readonly noise: number
  /** Light falls off by this share from left to right. */
  readonly shade: number
  readonly seed: number
}

export const photograph = (text: string, { scale, degrees, noise, shade, seed }: Shot) => {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 })
  const side = Math.ceil(modules.length * scale * 1.5)
  const data = new Uint8ClampedArray(side * side * 4)
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  let state = seed
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const middle = side / 2
  /** Four points of each pixel, as a lens blurs edges. */
  const lightAt = (x: number, y: number): number => {
    let sum = 0
    for (const [dx, dy] of [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ] as const) {
      const [u, v] = [x + dx - middle, y + dy - middle]
      const column = Math.floor((u * cos + v * sin) / scale + modules.length / 2)
      const row = Math.floor((v * cos - u * sin) / scale + modules.length / 2)
      const isDark = modules[row]?.[column] ?? false
      sum += isDark ? 30 : 225
    }
    return sum / 4
  }
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const light = lightAt(x, y) * (1 - (shade * x) / side) + (random() - 0.5) * noise
      const at = (y * side + x) * 4
      data.fill(light, at, at + 3)
      data[at + 3] = 255
    }
  return { width: side, height: side, data }
}
