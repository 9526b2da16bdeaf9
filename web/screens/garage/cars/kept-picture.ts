/**
 * Any picture file to the one that is kept: at most 1,600 pixels wide and high, drawn anew and encoded anew, so that
 * nothing the camera wrote beside the picture (place, time, its own preview) stays.
 *
 * Limits: 20 MB of file and 50 million pixels. The size is known from the file's head before anything is decoded, so
 * a small file that claims a huge picture costs nothing.
 */
import type { Bytes } from '#shared/blob'

export const MAX_PICTURE_BYTES = 20_000_000
export const MAX_PICTURE_PIXELS = 50_000_000
const MAX_SIDE = 1600
const QUALITY = 0.85

export type KeptPicture =
  | { readonly ok: true; readonly bytes: Bytes; readonly width: number; readonly height: number }
  | { readonly ok: false; readonly problem: 'large' | 'pixels' | 'unreadable' | 'failed' }

export const toKeptPicture = async (file: Blob): Promise<KeptPicture> => {
  if (file.size > MAX_PICTURE_BYTES) return { ok: false, problem: 'large' }
  const url = URL.createObjectURL(file)
  try {
    const image = await loaded(url)
    if (!image) return { ok: false, problem: 'unreadable' }
    const { naturalWidth: width, naturalHeight: height } = image
    if (width === 0 || height === 0) return { ok: false, problem: 'unreadable' }
    if (width * height > MAX_PICTURE_PIXELS) return { ok: false, problem: 'pixels' }
    const scale = Math.min(1, MAX_SIDE / Math.max(width, height))
    return await drawn(image, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** Loaded, not decoded: the browser decodes when it draws. Turned upright, as the camera noted it. */
const loaded = (url: string): Promise<HTMLImageElement | null> =>
  new Promise(resolve => {
    const image = new Image()
    image.onload = () => resolve(image)
    image.onerror = () => resolve(null)
    image.src = url
  })

const drawn = async (image: HTMLImageElement, width: number, height: number): Promise<KeptPicture> => {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) return { ok: false, problem: 'failed' }
  // What can be seen through would become black in a JPEG.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, 0, 0, width, height)
  const webp = await encoded(canvas, 'image/webp')
  // A browser that writes no WebP answers with a PNG, which is many times larger.
  const blob = webp?.type === 'image/webp' ? webp : await encoded(canvas, 'image/jpeg')
  if (!blob) return { ok: false, problem: 'failed' }
  return { ok: true, bytes: new Uint8Array(await blob.arrayBuffer()), width, height }
}

const encoded = (canvas: HTMLCanvasElement, type: string): Promise<Blob | null> =>
  new Promise(resolve => canvas.toBlob(resolve, type, QUALITY))
