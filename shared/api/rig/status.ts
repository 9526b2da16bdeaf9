/**
 * What a rig-bridge says about itself to anybody who may ask: `GET /rig/status`. It lets a page find out whether a
 * bridge is running, and a second bridge whether its port is held by another Paddock or by a stranger.
 */
import { z } from 'zod'

export const rigStatusSchema = z.object({
  paddock: z.literal('rig-bridge'),
  version: z.string().min(1).max(40),
  /** The newest version of the socket's messages it speaks. */
  socket: z.int().positive(),
})
export type RigStatus = z.infer<typeof rigStatusSchema>
