/** What independent scripts found in the real AiM logs beside the project. */
import { z } from 'zod'
import { realBytes } from '../common/real.ts'

const Numbers = z.object({
  name: z.string(),
  unit: z.string().optional(),
  n: z.number().optional(),
  n_monotonic: z.number().optional(),
  finite: z.number(),
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  first: z.number().optional(),
  last: z.number().optional(),
})
export type OracleChannel = z.infer<typeof Numbers>

export const aimOracle = <S extends z.ZodRawShape>(path: string, more: S) => {
  const whole: unknown = JSON.parse(new TextDecoder().decode(realBytes('ORACLES.json')))
  const { files } = z.object({ files: z.record(z.string(), z.unknown()) }).parse(whole)
  return z.object({ channels: z.array(Numbers), ...more }).parse(files[path])
}
