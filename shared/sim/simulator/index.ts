/**
 * The lap simulator: an invented car on an invented circuit, repeatable to the last bit.
 *
 * `simulateSession` records a whole session as a logger would; `createDrive` gives the state of the car at any
 * instant, for programs that pretend to be a game. A lap comes about in layers, a file each: circuits (drawings)
 * → stations → racing-line → path (where, with this driver's chance and incidents) → speed → controls (pedals,
 * gears, fuel) → run (box to box, with exact times) → drive (at any instant) → session (as instruments see it).
 *
 * Limits: a point mass with no suspension, no slip angles and no other cars; a shift does not interrupt the
 * engine's force; braking distances and lap times are believable, not those of a real car.
 */
export { CARS, type Car, type CarName } from './car.ts'
export { type CircuitDescription, describeCircuit } from './circuit.ts'
export { CIRCUIT_NAMES, CIRCUITS, type CircuitName } from './circuits.ts'
export { createDrive, type Drive, type DriveOptions } from './drive.ts'
export { DRIVERS, type DriverName, type DriverStyle, steady } from './driver.ts'
export type { DriveFrame } from './frame.ts'
export { DEFAULT_GPS, type GpsOptions } from './gps.ts'
export type { IncidentKind } from './incidents.ts'
export type { TrueLap } from './run.ts'
export { type SessionOptions, type SimulatedSession, simulateSession } from './session.ts'
