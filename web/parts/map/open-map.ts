/**
 * A Leaflet map of flat metres that never traps the page: one finger scrolls past it, two move and pinch it; the wheel
 * zooms with Ctrl (which is what a trackpad's pinch is) or once somebody pressed on the map, until the pointer leaves it.
 */
import { CRS, map as createMap, type LatLngTuple, type Map as LeafletMap, point } from 'leaflet'
import type { Point } from '#shared/geo'
import { viewOf } from './canvas-pane.ts'
import type { Bounds, View } from './view.ts'

export const toLatLng = ({ x, y }: Point): LatLngTuple => [y, x]

export interface OpenMap {
  readonly map: LeafletMap
  showAll(): void
  zoomBy(steps: number, about?: Point): void
  panBy(x: number, y: number): void
  /** Brings a place into the middle when it is out of sight or nearly. */
  reveal(place: Point): void
  remove(): void
}

export interface MapEvents {
  /** While the map moves, and once it has come to rest. */
  readonly onview: (view: View, isSettled: boolean, isFitted: boolean) => void
  /** The wheel was turned over the map without saying that it is meant. */
  readonly onwheelhint: () => void
}

/** Pixels around the circuit for the names of corners. */
const PADDING_PX = { wide: 40, narrow: 28, narrowBelow: 480 }
/** How far one may go out from the whole lap and in to the ground: 2ⁿ pixels a metre. */
const ZOOM = { outBy: 3, most: 5.5 }
/** One press of a button or key. */
const ZOOM_STEP = 0.75
/** 300 pixels of wheel double the scale. */
const WHEEL_PX = 300
const REVEAL_MARGIN_PX = 24

export const openMap = (element: HTMLElement, boundsNow: () => Bounds, events: MapEvents): OpenMap => {
  const map = createMap(element, {
    crs: CRS.Simple,
    maxZoom: ZOOM.most,
    zoomSnap: 0,
    zoomControl: false,
    attributionControl: false,
    scrollWheelZoom: false,
    doubleClickZoom: false,
    boxZoom: false,
    keyboard: false,
    // Its own listener tells of a resize 200 ms later, also when the map is gone; ours watches the element.
    trackResize: false,
    inertia: false,
    fadeAnimation: false,
    zoomAnimation: false,
    markerZoomAnimation: false,
  })
  let isFitted = true
  /** Set while the map is moved by us to show everything, so that this does not count as somebody's own view. */
  let isFitting = false

  const showAll = (): void => {
    const { x } = map.getSize()
    const pad = x < PADDING_PX.narrowBelow ? PADDING_PX.narrow : PADDING_PX.wide
    const bounds = boundsNow()
    isFitting = true
    map.setMinZoom(-20)
    map.fitBounds(
      [
        [bounds.minY, bounds.minX],
        [bounds.maxY, bounds.maxX],
      ],
      { padding: [pad, pad], maxZoom: 2, animate: false },
    )
    map.setMinZoom(map.getZoom() - ZOOM.outBy)
    isFitting = false
    isFitted = true
    tell(true)
  }
  const tell = (isSettled: boolean): void => {
    if (!isFitting) events.onview(viewOf(map), isSettled, isFitted)
  }
  const touch = (): void => {
    if (!isFitting) isFitted = false
  }

  const zoomAbout = (zoom: number, about: Point): void => {
    touch()
    map.setZoomAround(point(about.x, about.y), Math.max(map.getMinZoom(), Math.min(ZOOM.most, zoom)), {
      animate: false,
    })
  }
  const zoomBy: OpenMap['zoomBy'] = (steps, about) => {
    const { x, y } = map.getSize()
    zoomAbout(map.getZoom() + steps * ZOOM_STEP, about ?? { x: x / 2, y: y / 2 })
  }

  let isMeant = false
  const onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !isMeant) {
      events.onwheelhint()
      return
    }
    event.preventDefault()
    const { left, top } = element.getBoundingClientRect()
    const px = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1)
    // A trackpad's pinch comes in small steps that mean more.
    const factor = event.ctrlKey && Math.abs(px) < 40 ? 3 : 1
    zoomAbout(map.getZoom() - (factor * px) / WHEEL_PX, { x: event.clientX - left, y: event.clientY - top })
  }
  const onPress = (): void => {
    isMeant = true
  }
  /** Leaflet would drag with one finger; it hears only of two, with which its touch zoom moves and pinches. */
  const onTouch = (event: TouchEvent): void => {
    if (event.touches.length === 1) event.stopPropagation()
  }
  const onLeave = (): void => {
    isMeant = false
  }
  // The names of corners lie over the map: its frame hears the wheel over them too.
  const frame = element.parentElement ?? element
  frame.addEventListener('wheel', onWheel, { passive: false })
  frame.addEventListener('touchstart', onTouch, { capture: true, passive: true })
  frame.addEventListener('pointerdown', onPress)
  frame.addEventListener('pointerleave', onLeave)

  const observer = new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: !isFitted })
    if (isFitted) showAll()
    else tell(true)
  })

  map.setView([0, 0], 0)
  showAll()
  map.on('dragstart', touch)
  map.on('zoomstart', touch)
  map.on('move zoom', () => tell(false))
  map.on('moveend', () => tell(true))
  observer.observe(element)

  return {
    map,
    showAll,
    zoomBy,
    panBy(x, y) {
      touch()
      map.panBy([x, y], { animate: false })
    },
    reveal(place) {
      const { originX, originY, scale, width, height } = viewOf(map)
      const [x, y] = [originX + place.x * scale, originY - place.y * scale]
      const m = Math.min(REVEAL_MARGIN_PX, width / 4, height / 4)
      if (x >= m && x <= width - m && y >= m && y <= height - m) return
      touch()
      map.panTo(toLatLng(place), { animate: false })
    },
    remove() {
      observer.disconnect()
      frame.removeEventListener('wheel', onWheel)
      frame.removeEventListener('touchstart', onTouch, { capture: true })
      frame.removeEventListener('pointerdown', onPress)
      frame.removeEventListener('pointerleave', onLeave)
      map.remove()
    },
  }
}
