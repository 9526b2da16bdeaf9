/** From a pixel somebody points at to the place on the lap that is followed; remembers where the pointer was last. */
import type { Point } from '#shared/geo'
import type { MapLap } from './model.ts'
import { createNearestIndex, type NearestIndex, type PlaceOnPath } from './nearest-index.ts'
import { toMetres, type View } from './view.ts'

export interface Pointing {
  /** Null when that is too far from the road. */
  placeAt(lap: MapLap, view: View, pixel: Point): PlaceOnPath | null
  /** The pointer has left: it may come back anywhere. */
  leave(): void
}

/** How far beside the road one may point: a thumb's width. */
const REACH_PX = 44

export const createPointing = (): Pointing => {
  let index: (NearestIndex & { readonly of: MapLap }) | null = null
  let lastMetres: number | null = null
  return {
    placeAt(lap, view, pixel) {
      if (index?.scale !== view.scale || index.of !== lap) {
        index = { ...createNearestIndex(lap, view.scale, REACH_PX), of: lap }
      }
      const place = index.find(toMetres(view, pixel), lastMetres)
      if (place) lastMetres = place.metres
      return place
    },
    leave() {
      lastMetres = null
    },
  }
}
