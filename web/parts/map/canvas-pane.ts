/**
 * A canvas in a pane of its own on a Leaflet map. What is drawn on one is never repainted because something on another
 * moved: traces stay while the cursor runs. It reaches past the map's edge, so that dragging shows no border; it is
 * painted again when the view has changed, at most once a frame.
 */
import { DomUtil, type Map as LeafletMap } from 'leaflet'
import { type Box, boxOf, type View } from './view.ts'

export type Paint = (context: CanvasRenderingContext2D, view: View, box: Box) => void

export interface CanvasPane {
  readonly pane: HTMLElement
  /** Paints before the next frame is shown. */
  repaint(): void
  remove(): void
}

/** Of the map's size, on each side. */
const MARGIN = 0.25

export const viewOf = (map: LeafletMap): View => {
  const scale = 2 ** map.getZoom()
  const { x: width, y: height } = map.getSize()
  // Not through latLngToContainerPoint, which rounds to whole pixels.
  const origin = map.layerPointToContainerPoint(map.project([0, 0]).subtract(map.getPixelOrigin()))
  return { scale, originX: origin.x, originY: origin.y, width, height }
}

export const createCanvasPane = (
  map: LeafletMap,
  { name, zIndex, paint }: { readonly name: string; readonly zIndex: number; readonly paint: Paint },
): CanvasPane => {
  const pane = map.createPane(name)
  pane.style.zIndex = String(zIndex)
  pane.style.pointerEvents = 'none'
  const canvas = document.createElement('canvas')
  pane.append(canvas)
  let frame = 0
  let paintedAt = { x: 0, y: 0 }

  const draw = (): void => {
    frame = 0
    const view = viewOf(map)
    const margin = Math.ceil(MARGIN * Math.max(view.width, view.height))
    const density = window.devicePixelRatio
    const [width, height] = [view.width + 2 * margin, view.height + 2 * margin]
    canvas.width = Math.round(width * density)
    canvas.height = Math.round(height * density)
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
    DomUtil.setPosition(canvas, map.containerPointToLayerPoint([-margin, -margin]))
    paintedAt = { x: view.originX, y: view.originY }
    const context = canvas.getContext('2d')
    if (!context || view.width === 0 || view.height === 0) return
    context.setTransform(density, 0, 0, density, margin * density, margin * density)
    context.lineJoin = 'round'
    context.lineCap = 'round'
    paint(context, view, boxOf(view, margin))
  }
  const repaint = (): void => {
    frame ||= requestAnimationFrame(draw)
  }
  /** While dragging the browser moves the pane; only past its margin is there something new to paint. */
  const follow = (): void => {
    const { originX, originY, width, height } = viewOf(map)
    const most = 0.8 * MARGIN * Math.max(width, height)
    if (Math.abs(originX - paintedAt.x) > most || Math.abs(originY - paintedAt.y) > most) repaint()
  }

  map.on('zoom moveend resize', repaint)
  map.on('move', follow)
  repaint()
  return {
    pane,
    repaint,
    remove() {
      cancelAnimationFrame(frame)
      // Whoever still asks for a painting asks a map that may be gone.
      frame = -1
      map.off('zoom moveend resize', repaint)
      map.off('move', follow)
      pane.remove()
      delete map.getPanes()[name]
    },
  }
}
