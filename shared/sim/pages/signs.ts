/**
 * Which way the game counts "to the right" and "forward": an assumption, checked against the road while driving.
 *
 * ACC's dumped page proves its axes: the velocity in car axes has x to the left and z ahead (x up × z ahead is a
 * right-handed frame, like the world). That accelerations and rotations follow the same axes is assumed, and so is that
 * AC1 and AC EVO do as ACC. Every 60 ms in which the car's course over the ground clearly turned, or its speed clearly
 * changed, is one vote for or against; the course comes from the velocity, whose axes are certain. After about a second
 * and a half of votes to the contrary the sign turns round. Countersteering and blows vote wrongly, but not for long.
 */

const WINDOW_MS = 60
/** After a longer pause between samples the window begins anew. */
const HOLE_MS = 200
const LEAST_MPS = 8
/** What counts as clear: a radius of 400 m at 30 m/s, and lifting off. */
const CLEAR_RAD_S = 0.075
const CLEAR_MPS2 = 2
const TURNS_AT = 24
const MOST_VOTES = 60

interface Ballot {
  sign: 1 | -1
  votes: number
}

const vote = (ballot: Ballot, value: number, truth: number, clear: number): void => {
  if (!(Math.abs(value) > clear)) return
  const agrees = value * ballot.sign > 0 === truth > 0
  ballot.votes = Math.min(Math.max(ballot.votes + (agrees ? 1 : -1), -TURNS_AT), MOST_VOTES)
  if (ballot.votes > -TURNS_AT) return
  ballot.sign = ballot.sign === 1 ? -1 : 1
  ballot.votes = TURNS_AT
}

export interface Signs {
  /** Multiply the game's number by these: to the right, ahead and clockwise become positive. */
  readonly lateral: 1 | -1
  readonly ahead: 1 | -1
  readonly yaw: 1 | -1
  readonly steer: 1 | -1
  /** Velocity east and north in m/s; the others as the game writes them, in g, g, rad/s and shares. */
  see(
    atMs: number,
    east: number,
    north: number,
    lateralG: number,
    aheadG: number,
    yaw: number,
    steer: number,
  ): void
}

export const createSigns = (): Signs => {
  const lateral: Ballot = { sign: -1, votes: 0 }
  const ahead: Ballot = { sign: 1, votes: 0 }
  const yawing: Ballot = { sign: -1, votes: 0 }
  const steering: Ballot = { sign: 1, votes: 0 }
  let fromMs = Number.NaN
  let east0 = 0
  let north0 = 0

  return {
    get lateral() {
      return lateral.sign
    },
    get ahead() {
      return ahead.sign
    },
    get yaw() {
      return yawing.sign
    },
    get steer() {
      return steering.sign
    },
    see: (atMs, east, north, lateralG, aheadG, yaw, steer) => {
      const passed = atMs - fromMs
      if (passed >= 0 && passed < WINDOW_MS) return
      const was = Math.sqrt(east0 * east0 + north0 * north0)
      const is = Math.sqrt(east * east + north * north)
      if (passed <= HOLE_MS && was > LEAST_MPS && is > LEAST_MPS) {
        const seconds = passed / 1000
        const clockwise = (north0 * east - east0 * north) / (was * is) / seconds
        if (Math.abs(clockwise) > CLEAR_RAD_S) {
          vote(lateral, lateralG, clockwise, 0.1)
          vote(yawing, yaw, clockwise, CLEAR_RAD_S / 2)
          vote(steering, steer, clockwise, 0.01)
        }
        const faster = (is - was) / seconds
        if (Math.abs(faster) > CLEAR_MPS2) vote(ahead, aheadG, faster, 0.1)
      }
      fromMs = atMs
      east0 = east
      north0 = north
    },
  }
}
