/**
 * Whether the physics page shows the player's own car: it follows whichever car the camera follows, in replays and while
 * spectating.
 *
 * Three kinds of evidence, judged once per graphics packet. Ids, where the game gives them (AC EVO: focused and player;
 * ACC: `playerCarID` that changes while the earlier id is still on track has gone over to a car looked at). Place: the
 * car of the physics stands where the player's car stands. Motion: over 300 ms both moved alike; this tells a standing
 * own car from one that drives past it. A thread that was held up between the two pages puts one instant wrong, and with
 * it the stretch before and the one after: three in a row are needed. A car that a computer drives is not the player's.
 *
 * Invariants: no single packet changes the answer, five in a row do (about 80 ms); only a replay counts at once. Without
 * evidence the answer is 'unknown'.
 * Limits: another car that stands within 6 m of the standing own car is taken for it; a team mate who drives the
 * player's own car is the player.
 */
import { OWN_CAR } from '../frames/index.ts'

export interface CarPlace {
  readonly x: number
  readonly y: number
}

export interface OwnCarEvidence {
  readonly atMs: number
  readonly isReplay: boolean
  readonly isAi: boolean
  /** What ids say; null when they say nothing. */
  readonly isOwnById: boolean | null
  /** Where the physics' car is and how fast it is; NaN when unknown. */
  readonly physicsX: number
  readonly physicsY: number
  readonly speed: number
  /** Where the player's car is. */
  readonly ownX: number
  readonly ownY: number
}

export interface OwnCar {
  /** A place in OWN_CAR. */
  judge(evidence: OwnCarEvidence): number
  forget(): void
}

const UNKNOWN = OWN_CAR.indexOf('unknown')
const OWN = OWN_CAR.indexOf('own')
const OTHER = OWN_CAR.indexOf('other')

const PACKETS_TO_CHANGE = 5
/** The pages are of different instants: a graphics page is up to 100 ms older at a bad frame rate. */
const NEAR_M = 6
const LATE_S = 0.15
const WINDOW_MS = 300
/** Cars in motion may differ this much over the window: a metre, and half of the way for a frame that came late. */
const SLACK_M = 1
const SLACK_SHARE = 0.5
const HOLE_MS = 1500
const UNLIKE_TO_BELIEVE = 3

export const createOwnCar = (): OwnCar => {
  let answer = UNKNOWN
  let contrary = 0
  let anchorMs = Number.NaN
  let anchorX = 0
  let anchorY = 0
  let anchorOwnX = 0
  let anchorOwnY = 0
  /** Stretches in a row over which the two did not move alike. */
  let unlike = 0

  const forget = (): void => {
    answer = UNKNOWN
    contrary = 0
    anchorMs = Number.NaN
    unlike = 0
  }

  const compareMotion = (seen: OwnCarEvidence): void => {
    const passed = seen.atMs - anchorMs
    if (passed < WINDOW_MS) return
    if (passed <= HOLE_MS) {
      const movedX = seen.physicsX - anchorX
      const movedY = seen.physicsY - anchorY
      const apart = Math.hypot(movedX - (seen.ownX - anchorOwnX), movedY - (seen.ownY - anchorOwnY))
      unlike = apart <= SLACK_M + SLACK_SHARE * Math.hypot(movedX, movedY) ? 0 : unlike + 1
    }
    anchorMs = seen.atMs
    anchorX = seen.physicsX
    anchorY = seen.physicsY
    anchorOwnX = seen.ownX
    anchorOwnY = seen.ownY
  }

  const verdictOf = (seen: OwnCarEvidence): number => {
    if (seen.isAi || seen.isOwnById === false) return OTHER
    const apart = Math.hypot(seen.physicsX - seen.ownX, seen.physicsY - seen.ownY)
    if (Number.isNaN(apart)) return seen.isOwnById ? OWN : UNKNOWN
    compareMotion(seen)
    if (apart > NEAR_M + LATE_S * seen.speed || unlike >= UNLIKE_TO_BELIEVE) return OTHER
    return OWN
  }

  return {
    forget,
    judge: seen => {
      if (seen.isReplay) {
        forget()
        return OTHER
      }
      const verdict = verdictOf(seen)
      contrary = verdict === answer ? 0 : contrary + 1
      if (contrary >= PACKETS_TO_CHANGE) {
        answer = verdict
        contrary = 0
      }
      return answer
    },
  }
}

/** ACC: notices that `playerCarID` has gone over to another car while the earlier one is still on track. */
export interface PlayerId {
  /** `has` says whether an id is in the list of cars. */
  isOwn(id: number, has: (id: number) => boolean): boolean
  forget(): void
}

export const createPlayerId = (): PlayerId => {
  let own = Number.NaN
  return {
    isOwn: (id, has) => {
      if (Number.isNaN(own) || !has(own)) own = id
      return id === own
    },
    forget: () => {
      own = Number.NaN
    },
  }
}
