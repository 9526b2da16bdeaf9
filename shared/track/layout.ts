/**
 * Which lines are in force, and where they lie in the metres of a trace.
 */
import { type Frame, type Gate, gateToMetres, type Projection } from '#shared/geo'
import type { GateVersion, Layout } from './model.ts'

/** The lines laps are timed at today. */
export const gateVersionInForce = (layout: Layout): GateVersion => {
  const latest = layout.gateVersions.at(-1)
  if (!latest) throw new RangeError(`layout ${layout.id} has no gates`)
  return latest
}

/** The lines an older lap was timed at, or null when this copy of the layout does not know them. */
export const gateVersionOf = (layout: Layout, version: number): GateVersion | null =>
  layout.gateVersions.find(gates => gates.version === version) ?? null

/** The layout with lines moved: the old versions stay, so that laps timed with them still say the truth. */
export const withMovedGates = (layout: Layout, moved: Omit<GateVersion, 'version'>): Layout => ({
  ...layout,
  gateVersions: [...layout.gateVersions, { ...moved, version: gateVersionInForce(layout).version + 1 }],
})

/** Only the lines of a gate version, in metres. */
export type GatePoints = Pick<GateVersion, 'startFinish' | 'finish' | 'sectors'>

/** The lines in the metres of a projection; those of a flat frame are in its metres already. */
export const gatesToPoints = (gates: GatePoints, frame: Frame, projection: Projection | null): GatePoints => {
  const { startFinish, finish, sectors } = gates
  if (frame.kind === 'flat') return { startFinish, finish, sectors }
  if (!projection) throw new TypeError('gates in degrees need a projection')
  const toMetres = (gate: Gate): Gate => gateToMetres(gate, projection)
  return {
    startFinish: toMetres(startFinish),
    finish: finish && toMetres(finish),
    sectors: sectors.map(toMetres),
  }
}
