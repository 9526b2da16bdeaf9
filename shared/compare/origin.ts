/** Where to put the plane a reference's degrees are laid out on: the middle of its fixes. */
import { createProjection, type Projection } from '#shared/geo'
import { channelOf, type Trace } from '#shared/trace'

/** So many fixes are enough to find a middle that one wild fix cannot move. */
const LOOKED_AT = 301

export const projectionFor = (trace: Trace): Projection | null => {
  for (const lon of trace.channels) {
    if (lon.name !== 'lon') continue
    const lat = channelOf(trace, 'lat', lon.source)
    if (lat?.group !== lon.group) continue
    const known: number[] = []
    const stride = Math.max(1, Math.floor(lon.values.length / LOOKED_AT))
    for (let i = 0; i < lon.values.length; i += stride) {
      if (Number.isFinite(lon.values[i]! + lat.values[i]!)) known.push(i)
    }
    if (known.length === 0) continue
    const middle = (values: ArrayLike<number>): number =>
      Float64Array.from(known, i => values[i]!).sort()[known.length >> 1]!
    return createProjection({ lat: middle(lat.values), lon: middle(lon.values) })
  }
  return null
}
