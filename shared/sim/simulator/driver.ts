/**
 * The drivers: invented people, and what makes one lap of theirs differ from the next.
 */
export interface DriverStyle {
  readonly label: string
  /** 0 = along the middle of the road, 1 = the racing line. */
  readonly lineQuality: number
  /** Mean share of the grip that is used where grip limits, 0 to 1. */
  readonly pace: number
  /** How much that share swings from corner to corner and lap to lap; 0 = every lap alike. */
  readonly spread: number
  /** The car wanders this far to either side of the intended line, metres. */
  readonly wanderM: number
  /** Chances per timed lap. */
  readonly lockUps: number
  readonly offs: number
  readonly traffic: number
}

export const DRIVERS = {
  'mira-holt': {
    label: 'Mira Holt',
    lineQuality: 0.97,
    pace: 0.965,
    spread: 0.02,
    wanderM: 0.25,
    lockUps: 0.05,
    offs: 0.05,
    traffic: 0.04,
  },
  'jonas-feld': {
    label: 'Jonas Feld',
    lineQuality: 0.9,
    pace: 0.955,
    spread: 0.035,
    wanderM: 0.35,
    lockUps: 0.1,
    offs: 0.1,
    traffic: 0.04,
  },
  'tess-arkwright': {
    label: 'Tess Arkwright',
    lineQuality: 0.75,
    pace: 0.92,
    spread: 0.03,
    wanderM: 0.4,
    lockUps: 0.06,
    offs: 0.03,
    traffic: 0.08,
  },
} as const satisfies Record<string, DriverStyle>

export type DriverName = keyof typeof DRIVERS

/** The same driver without chance: every lap alike, nothing goes wrong. For comparing two set-ups. */
export const steady = (driver: DriverStyle): DriverStyle => ({
  ...driver,
  spread: 0,
  wanderM: 0,
  lockUps: 0,
  offs: 0,
  traffic: 0,
})
