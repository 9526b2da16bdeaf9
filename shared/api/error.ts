/** How every HTTP interface of Paddock says no: a word for programs, a sentence for people. */
import { z } from 'zod'

export const apiErrorSchema = z.object({
  /** Stable, for programs: 'not-found', 'not-running', … */
  error: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  /** One sentence: what happened, what it means for the data, what to do. */
  message: z.string().min(1),
})
export type ApiError = z.infer<typeof apiErrorSchema>
