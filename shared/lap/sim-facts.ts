/**
 * What a simulator told about one lap beside its times. What is absent it did not tell.
 *
 * Wheels are front left, front right, rear left, rear right.
 */

export type PerWheel = readonly [number, number, number, number]

export interface SimFacts {
  /** A GameId and a SessionKind of `#shared/sim`; other words are of a newer version and shown as they are. */
  readonly game: string
  readonly sessionKind: string
  readonly compound?: string
  readonly tyreSet?: number
  readonly fuelStartL?: number
  readonly fuelEndL?: number
  /** What the lap took; absent when the car was filled up on it. */
  readonly fuelUsedL?: number
  /** Over the whole lap. */
  readonly tyreTempC?: PerWheel
  readonly tyrePressureBar?: PerWheel
  readonly brakeTempC?: PerWheel
  readonly airC?: number
  readonly trackC?: number
  readonly grip?: string
  readonly rain?: string
  readonly windMps?: number
  readonly windDeg?: number
  /** Seconds of the day in the game when the lap began. */
  readonly clockS?: number
  readonly position?: number
  /** What the driver can set from the seat: 'tc', 'abs', 'engineMap', 'brakeBias' …, when the lap began. */
  readonly settings?: Readonly<Record<string, number>>
  /** Names those settings: equal hashes, equal settings. Eight hex digits. */
  readonly settingsHash?: string
  readonly assists?: Readonly<Record<string, number>>
  /** The lap time by our own clock, to check the game's. */
  readonly ownMs?: number
  /** How much of the lap has no samples. */
  readonly gapMs?: number
  /** Samples a second, over the lap. */
  readonly rateHz?: number
}
