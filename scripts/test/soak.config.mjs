/**
 * How `npm run soak` runs vitest: the same programs as the tests, with long random runs in test/**\/*.soak.ts.
 */
process.env.TZ = 'UTC'
process.env.LC_ALL = 'C.UTF-8'

export default {
  root: new URL('../..', import.meta.url).pathname,
  test: {
    name: 'soak',
    environment: 'node',
    include: ['test/**/*.soak.ts'],
    // A soak test ends by its own count of rounds; this only stops one that hangs.
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
  },
}
