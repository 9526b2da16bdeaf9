/**
 * What a home server says about itself: `GET /paddock/home`. It lets a second program find out whether the
 * port is held by another Paddock (then it waits for it) or by a stranger (then it says so).
 */
import { z } from 'zod'

export const HOME_PATH = '/paddock/home'

/** Where a home is, on every machine: one origin, so one library per browser. */
export const HOME_PORT = 7420
export const RIG_PORT = 7421
export const RELAY_PORT = 7422
/** The rig-bridge's guest view, when it is on. */
export const GUEST_PORT = 7423
/** Where a program that is a league's member listens, TCP and UDP. */
export const LEAGUE_PORT = 7424

export const homeIdentitySchema = z.object({
  paddock: z.literal('home'),
  version: z.string().min(1),
  /** The process that serves it, for a person who wants to stop it. */
  pid: z.int().positive(),
})
export type HomeIdentity = z.infer<typeof homeIdentitySchema>
