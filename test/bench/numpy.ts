/**
 * numpy as a peer in laying laps along the first of them: one Python process that holds the laps and does the job
 * again whenever it is asked, so that neither its start nor its imports nor the reading of the laps are measured.
 *
 * Its job, vectorised: degrees to metres, the first lap's path on a grid of 1 m, every sample of every lap
 * projected onto that path within ±10 m of where the lap's own speed expects it, metres that never fall, all
 * channels and the delta on the grid. It looks for no wild fixes, lost positions or other roads.
 *
 * Started with `python3`, or what PYTHON names. Where that has no numpy there is no peer, and the reason why.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DrawnLap } from './desk-laps.ts'
import { type Answer, startPython } from './python-peer.ts'

export interface Aligned {
  readonly ms: number
  /** Of every lap at the middle of the road, against the first. */
  readonly middleDeltasMs: readonly number[]
}

export type Numpy =
  | {
      readonly ok: true
      readonly version: string
      align(): Promise<Aligned>
      close(): Promise<void>
    }
  | { readonly ok: false; readonly reason: string }

const PROGRAM = `
import json, sys, time
try:
    import numpy as np
except Exception as error:
    print(json.dumps({"problem": str(error)}), flush=True)
    sys.exit(0)

def to_metres(lat, lon, origin):
    return (lon - origin[1]) * (111320 * np.cos(np.radians(origin[0]))), (lat - origin[0]) * 111132

def road_of(lap, origin):
    x, y = to_metres(lap["lat"], lap["lon"], origin)
    at = np.array([0.0, lap["lap_ms"]])
    inside = (lap["t"] > 0) & (lap["t"] < lap["lap_ms"])
    ends_x, ends_y = np.interp(at, lap["t"], x), np.interp(at, lap["t"], y)
    x = np.concatenate((ends_x[:1], x[inside], ends_x[1:]))
    y = np.concatenate((ends_y[:1], y[inside], ends_y[1:]))
    s = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))))
    grid = np.linspace(0.0, s[-1], int(np.ceil(s[-1])) + 1)
    return grid, np.interp(grid, s, x), np.interp(grid, s, y)

WINDOW = np.arange(-10, 11)

def metres_of(lap, grid, rx, ry, origin):
    t = lap["t"]
    x, y = to_metres(lap["lat"], lap["lon"], origin)
    speed = lap["channels"][0]
    travelled = np.concatenate(([0.0], np.cumsum((speed[1:] + speed[:-1]) * np.diff(t)) / 2000))
    start, end = np.interp([0.0, lap["lap_ms"]], t, travelled)
    step = grid[1]
    expected = (travelled - start) * (grid[-1] / (end - start)) / step
    middle = np.clip(np.rint(expected).astype(np.intp), 10, len(grid) - 11)
    window = middle[:, None] + WINDOW
    square = (rx[window] - x[:, None]) ** 2 + (ry[window] - y[:, None]) ** 2
    near = np.clip(window[np.arange(len(x)), square.argmin(axis=1)], 1, len(grid) - 2)
    tx, ty = rx[near + 1] - rx[near - 1], ry[near + 1] - ry[near - 1]
    along = ((x - rx[near]) * tx + (y - ry[near]) * ty) / np.hypot(tx, ty)
    return np.maximum.accumulate(grid[near] + along)

def align(laps):
    own = laps[0]
    origin = (own["lat"].mean(), own["lon"].mean())
    grid, rx, ry = road_of(own, origin)
    deltas = []
    for lap in laps:
        metres = metres_of(lap, grid, rx, ry, origin)
        on_grid = [np.interp(grid, metres, values) for values in lap["channels"]]
        at = np.interp(grid, metres, lap["t"])
        own_at = at if lap is own else own_at
        deltas.append(float((at - own_at)[len(grid) // 2]) + 0 * on_grid[0][0])
    return deltas

print(json.dumps({"version": np.__version__}), flush=True)
laps = []
for line in sys.stdin:
    request = json.loads(line)
    if "path" in request:
        columns = np.fromfile(request["path"]).reshape(request["columns"], -1)
        laps.append({"lap_ms": request["lapMs"], "t": columns[0], "lat": columns[1], "lon": columns[2],
                     "channels": list(columns[3:])})
        print(json.dumps({"laps": len(laps)}), flush=True)
    else:
        started = time.perf_counter()
        deltas = align(laps)
        print(json.dumps({"ms": (time.perf_counter() - started) * 1000, "deltas": deltas}), flush=True)
`

export const startNumpy = async (laps: readonly DrawnLap[]): Promise<Numpy> => {
  const peer = await startPython(PROGRAM, 'numpy')
  if (!peer.ok) return peer
  await handOver(laps, peer.ask)
  return {
    ok: true,
    version: peer.version,
    async align() {
      const { ms, deltas, problem } = await peer.ask({})
      if (typeof ms !== 'number' || !Array.isArray(deltas))
        throw new Error(`numpy could not align the laps: ${String(problem)}`)
      return { ms, middleDeltasMs: deltas.map(Number) }
    },
    close: peer.close,
  }
}

/** As 64-bit floats: numpy interpolates in no other and would convert every time. */
const handOver = async (
  laps: readonly DrawnLap[],
  ask: (request: Answer) => Promise<Answer>,
): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'paddock-bench-numpy-'))
  try {
    for (const [i, { lapMs, timeMs, lat, lon, values }] of laps.entries()) {
      const path = join(folder, `${i}.f64`)
      const columns = [timeMs, lat, lon, ...values].map(column => Float64Array.from(column))
      await writeFile(path, Buffer.concat(columns.map(column => Buffer.from(column.buffer))))
      const { laps: held, problem } = await ask({ path, lapMs, columns: columns.length })
      if (held !== i + 1) throw new Error(`numpy could not read the laps: ${String(problem)}`)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
