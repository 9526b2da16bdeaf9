/**
 * From the drawing of a circuit to the stations a car drives along: the geometry of the centre line.
 *
 * A drawing is a closed polygon whose corners are rounded with a radius, so straights are straight and a
 * hairpin has the radius that was asked for. Three passes of a moving average then turn the jump of curvature
 * at the start of each arc into a ramp, as road builders do with clothoids. Stations lie about 2 m apart;
 * station 0 is the start/finish line. Offsets from the centre line are positive to the right.
 *
 * Limits: a corner must fit between its neighbours (else this throws), and the radius must stay well above half
 * the width or the inner edge would fold.
 */
import { wrap } from './maths.ts'
import { cubicBSpline } from './random.ts'

/** A corner of the drawing: metres east and north of the circuit's origin, radius, height above sea level. */
export type Vertex = readonly [x: number, y: number, radiusM: number, altitudeM: number]

export interface CircuitDrawing {
  readonly label: string
  /** Where it would be, in words: open land, so that nobody looks for it or is disturbed. */
  readonly place: string
  readonly origin: { readonly lat: number; readonly lon: number }
  readonly widthM: number
  readonly vertices: readonly Vertex[]
  /** How far the start/finish line lies before the first corner begins, on the straight that leads to it. */
  readonly startBeforeM: number
  /** Where the two inner sector lines lie, as fractions of the lap. */
  readonly sectorsAt: readonly [number, number]
  readonly pit: PitLane
}

/** The pit lane runs beside the start/finish line, which does not reach across it. */
export interface PitLane {
  /** Offset from the centre line, positive to the right. */
  readonly offsetM: number
  /** The car leaves the track over the metres before `fromM` and is back `rampM` after `toM`; 0 is the line. */
  readonly fromM: number
  readonly toM: number
  readonly rampM: number
  /** Where this car's box is; before the line, so that driving out passes beside the line once. */
  readonly boxM: number
  readonly limitMps: number
}

/** Columns over the stations of one lap; index i and i + count are the same place. */
export interface Stations {
  readonly count: number
  readonly lengthM: number
  readonly x: Float64Array
  readonly y: Float64Array
  /** Metres from the start/finish line along the centre line. */
  readonly s: Float64Array
  readonly altitude: Float64Array
  /** Unit vector to the right of the driving direction. */
  readonly rightX: Float64Array
  readonly rightY: Float64Array
  /** 1/m, positive in right-hand bends. */
  readonly curvature: Float64Array
}

const STATION_M = 2
/** Half the moving average in stations: 14 m windows, three of them, act like clothoids of about 25 m. */
const SMOOTH_HALF = 3
/** The racing line works on every 16th, 8th and 4th station. */
const COUNT_MULTIPLE = 16

export const createStations = (drawing: CircuitDrawing): Stations => {
  const outline = roundCorners(drawing.vertices)
  const count = COUNT_MULTIPLE * Math.round(outline.lengthM / STATION_M / COUNT_MULTIPLE)
  const startM = outline.firstCornerM - drawing.startBeforeM
  const x = smoothed(sampleAlong(outline, outline.x, startM, count), SMOOTH_HALF)
  const y = smoothed(sampleAlong(outline, outline.y, startM, count), SMOOTH_HALF)
  // Roads change their slope over a hundred metres, not over ten.
  const altitude = smoothed(sampleAlong(outline, outline.z, startM, count), SMOOTH_HALF * 8)

  const s = new Float64Array(count)
  const rightX = new Float64Array(count)
  const rightY = new Float64Array(count)
  const curvature = new Float64Array(count)
  let length = 0
  for (let i = 0; i < count; i++) {
    const before = i === 0 ? count - 1 : i - 1
    const after = i === count - 1 ? 0 : i + 1
    const ax = x[i]! - x[before]!
    const ay = y[i]! - y[before]!
    const bx = x[after]! - x[i]!
    const by = y[after]! - y[i]!
    const chordX = ax + bx
    const chordY = ay + by
    const chord = Math.sqrt(chordX * chordX + chordY * chordY)
    rightX[i] = chordY / chord
    rightY[i] = -chordX / chord
    curvature[i] = bendOf(ax, ay, bx, by)
    s[i] = length
    length += arcLength(Math.sqrt(bx * bx + by * by), curvature[i]!)
  }
  return { count, lengthM: length, x, y, s, altitude, rightX, rightY, curvature }
}

/** Curvature of the circle through three points given by the two steps between them; positive to the right. */
export const bendOf = (ax: number, ay: number, bx: number, by: number): number => {
  const cx = ax + bx
  const cy = ay + by
  const product = (ax * ax + ay * ay) * (bx * bx + by * by) * (cx * cx + cy * cy)
  return (2 * (ay * bx - ax * by)) / Math.sqrt(product)
}

/** Length of an arc over a chord, to the second order: exact to 5 µm for 2 m on a 15 m radius. */
export const arcLength = (chord: number, curvature: number): number =>
  chord * (1 + (curvature * curvature * chord * chord) / 24)

interface Outline {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly z: readonly number[]
  readonly along: readonly number[]
  readonly lengthM: number
  /** Where the first vertex's arc begins. */
  readonly firstCornerM: number
}

/** Points of an arc, as a share of its chord parameter: 64 keep the error of a 60 m arc under a centimetre. */
const ARC_STEPS = 64

/** The polygon with its corners rounded, starting at the middle of the edge that leads to the first vertex. */
const roundCorners = (vertices: readonly Vertex[]): Outline => {
  const x: number[] = []
  const y: number[] = []
  const z: number[] = []
  const along: number[] = []
  let length = 0
  const push = (px: number, py: number, pz: number): void => {
    const last = x.length - 1
    if (last >= 0) {
      const dx = px - x[last]!
      const dy = py - y[last]!
      length += Math.sqrt(dx * dx + dy * dy)
    }
    x.push(px)
    y.push(py)
    z.push(pz)
    along.push(length)
  }
  const n = vertices.length
  let firstCornerM = 0
  const tangents = vertices.map((_, i) =>
    tangentLength(vertices[(i + n - 1) % n]!, vertices[i]!, vertices[(i + 1) % n]!),
  )
  for (let i = 0; i < n; i++) {
    const before = vertices[(i + n - 1) % n]!
    const [vx, vy, , vz] = vertices[i]!
    const after = vertices[(i + 1) % n]!
    const inLength = distance(before, vertices[i]!)
    const outLength = distance(vertices[i]!, after)
    const t = tangents[i]!
    if (t.length + tangents[(i + 1) % n]!.length > outLength)
      throw new RangeError(
        `corner ${i} and the next one do not fit on the ${outLength.toFixed(0)} m between them`,
      )
    if (i === 0) push((before[0] + vx) / 2, (before[1] + vy) / 2, (before[3] + vz) / 2)
    const p0x = vx + ((before[0] - vx) / inLength) * t.length
    const p0y = vy + ((before[1] - vy) / inLength) * t.length
    const p2x = vx + ((after[0] - vx) / outLength) * t.length
    const p2y = vy + ((after[1] - vy) / outLength) * t.length
    if (i === 0) {
      const last = x.length - 1
      firstCornerM = Math.sqrt((p0x - x[last]!) * (p0x - x[last]!) + (p0y - y[last]!) * (p0y - y[last]!))
    }
    // A rational quadratic Bézier with this weight is an exact circular arc, and needs no sine.
    for (let k = 0; k <= ARC_STEPS; k++) {
      const u = k / ARC_STEPS
      const a = (1 - u) * (1 - u)
      const b = 2 * u * (1 - u) * t.cosHalf
      const c = u * u
      const w = a + b + c
      push((a * p0x + b * vx + c * p2x) / w, (a * p0y + b * vy + c * p2y) / w, vz)
    }
  }
  push(x[0]!, y[0]!, z[0]!)
  return { x, y, z, along, lengthM: length, firstCornerM }
}

const distance = (a: Vertex, b: Vertex): number =>
  Math.sqrt((a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1]))

/** How far before and after a vertex its arc begins and ends, and the cosine of half the turn. */
const tangentLength = (before: Vertex, at: Vertex, after: Vertex): { length: number; cosHalf: number } => {
  const inLength = distance(before, at)
  const outLength = distance(at, after)
  const cos =
    ((at[0] - before[0]) * (after[0] - at[0]) + (at[1] - before[1]) * (after[1] - at[1])) /
    (inLength * outLength)
  return { length: at[2] * Math.sqrt((1 - cos) / (1 + cos)), cosHalf: Math.sqrt((1 + cos) / 2) }
}

/** `count` values at equal distances once around, beginning `startM` along. */
const sampleAlong = (
  outline: Outline,
  values: readonly number[],
  startM: number,
  count: number,
): Float64Array => {
  const out = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const at = wrap(startM + (i * outline.lengthM) / count, outline.lengthM)
    let low = 0
    let high = outline.along.length - 1
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (outline.along[middle]! <= at) low = middle
      else high = middle
    }
    const span = outline.along[high]! - outline.along[low]!
    const u = span === 0 ? 0 : (at - outline.along[low]!) / span
    out[i] = values[low]! + (values[high]! - values[low]!) * u
  }
  return out
}

/** Three passes of a closed moving average over 2 · half + 1 values. */
const smoothed = (values: Float64Array, half: number): Float64Array => {
  const n = values.length
  let from = values
  for (let pass = 0; pass < 3; pass++) {
    const to = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let k = -half; k <= half; k++) sum += from[(i + k + n) % n]!
      to[i] = sum / (2 * half + 1)
    }
    from = to
  }
  return from
}

/** Spreads values known at every `stride`-th station over all of them, smoothly and within their range. */
export const spreadOver = (coarse: Float64Array, stride: number): Float64Array => {
  const m = coarse.length
  const out = new Float64Array(m * stride)
  for (let i = 0; i < out.length; i++) {
    const cell = Math.floor(i / stride)
    out[i] = cubicBSpline(
      coarse[(cell + m - 1) % m]!,
      coarse[cell]!,
      coarse[(cell + 1) % m]!,
      coarse[(cell + 2) % m]!,
      (i - cell * stride) / stride,
    )
  }
  return out
}
