/**
 * From flat metres to the pixels of the map and back. North is always up: y grows up on the ground and down on the
 * screen. Everything drawn uses this, so that canvas and HTML lie exactly on each other.
 */
import type { Point } from '#shared/geo'

export interface View {
  /** Pixels per metre. */
  readonly scale: number
  /** Where the ground's origin lies, in pixels from the map's top left. */
  readonly originX: number
  readonly originY: number
  readonly width: number
  readonly height: number
}

/** In pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface Bounds {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

export const toPixel = (view: View, p: Point): Point => ({
  x: view.originX + p.x * view.scale,
  y: view.originY - p.y * view.scale,
})

export const toMetres = (view: View, pixel: Point): Point => ({
  x: (pixel.x - view.originX) / view.scale,
  y: (view.originY - pixel.y) / view.scale,
})

/** The view's own box, grown by so many pixels (shrunk when negative). */
export const boxOf = (view: View, grownBy = 0): Box => ({
  left: -grownBy,
  top: -grownBy,
  right: view.width + grownBy,
  bottom: view.height + grownBy,
})

export const isInBox = (box: Box, p: Point): boolean =>
  p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom

/** The smallest rectangle around all known points; null when there is none. */
export const boundsOf = (
  paths: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }[],
): Bounds | null => {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of paths) {
    for (let i = 0; i < x.length; i++) {
      const [px, py] = [x[i]!, y[i]!]
      if (!Number.isFinite(px + py)) continue
      if (px < minX) minX = px
      if (px > maxX) maxX = px
      if (py < minY) minY = py
      if (py > maxY) maxY = py
    }
  }
  return minX > maxX ? null : { minX, minY, maxX, maxY }
}
