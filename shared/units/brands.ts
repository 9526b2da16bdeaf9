/**
 * Numbers that know what they measure. A brand costs nothing at run time; it keeps a speed in km/h from
 * being handed to something that expects m/s.
 *
 * Inside Paddock: lap and sector times are integer milliseconds, distances metres, speeds m/s,
 * angles degrees, accelerations g. Conversion to what a person reads happens at the edge of the screen.
 */

declare const unit: unique symbol
type Measured<U extends string> = number & { readonly [unit]: U }

/** A duration in whole milliseconds. */
export type Millis = Measured<'ms'>
/** Milliseconds since 1970-01-01 UTC. */
export type EpochMillis = Measured<'epoch ms'>
export type Metres = Measured<'m'>
export type MetresPerSecond = Measured<'m/s'>
export type Degrees = Measured<'deg'>

export const asMillis = (n: number): Millis => Math.round(n) as Millis
export const asEpochMillis = (n: number): EpochMillis => Math.round(n) as EpochMillis
export const asMetres = (n: number): Metres => n as Metres
export const asMetresPerSecond = (n: number): MetresPerSecond => n as MetresPerSecond
export const asDegrees = (n: number): Degrees => n as Degrees
