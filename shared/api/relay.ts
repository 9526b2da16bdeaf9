/**
 * What a relay says about itself: `GET /api/health` and `GET /api/version`. Both answer anybody, so neither
 * names people, leagues or paths.
 */
import { z } from 'zod'

export const HEALTH_PATH = '/api/health'
export const VERSION_PATH = '/api/version'

export const healthSchema = z.object({
  status: z.literal('ok'),
  /** Whole seconds since the relay began to listen. */
  uptimeS: z.int().nonnegative(),
})
export type Health = z.infer<typeof healthSchema>

export const versionSchema = z.object({
  /** Tells a Paddock relay from whatever else may listen on a port. */
  paddock: z.literal('relay'),
  version: z.string().min(1),
})
export type Version = z.infer<typeof versionSchema>
