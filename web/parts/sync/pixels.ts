/**
 * A picture or the camera's view as pixels, at most MAX_SIDE a side, whatever a camera or a file gives: a code of version
 * 17-M, an invitation with all its addresses, then still has ten pixels a module when it fills the picture.
 */
export const MAX_SIDE = 960

/** Null while there is nothing to see. */
export const toPixels = (
  source: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  canvas: OffscreenCanvas,
): ImageData | null => {
  if (!(size.width > 0 && size.height > 0)) return null
  const scale = Math.min(1, MAX_SIDE / Math.max(size.width, size.height))
  const width = Math.max(1, Math.round(size.width * scale))
  const height = Math.max(1, Math.round(size.height * scale))
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return null
  context.drawImage(source, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
