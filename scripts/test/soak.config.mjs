/**
 * How `npm run soak` runs vitest: on Node, over every file under test/ that ends in .soak.ts.
 */
import { fileURLToPath } from 'node:url'

process.env.TZ = 'UTC'
process.env.LC_ALL = 'C.UTF-8'

export default {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    name: 'soak',
    environment: 'node',
    include: ['test/**/*.soak.ts'],
    // A soak test ends by its own count of rounds; an hour only stops one that hangs.
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
  },
}
