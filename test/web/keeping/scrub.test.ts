/** What people pass on with the diagnostics names nobody and nothing of theirs. */
import { expect, test } from 'vitest'
import { scrub } from '../../../web/screens/keeping/recent-errors.ts'

test.each([
  ["NotFoundError: cannot open 'Kim at Spa.vbo'", 'Kim'],
  ['Error: bad row in C:\\Users\\Sam\\Desktop\\goodwood.csv', 'goodwood'],
  ['Error: session 0123456789abcdef0123456789abcdef is gone', '0123456789abcdef'],
  ['Error: mail sam@example.org', 'sam@'],
  ['Error: at 50.437213, 5.971431', '437213'],
  ['Error: “Trackday with Alex” has no laps', 'Alex'],
])('of %s', (text, secret) => {
  expect(scrub(text)).not.toContain(secret)
})

test('what tells the fault stays', () => {
  expect(scrub('TypeError: Cannot read properties of undefined at index.js:12')).toBe(
    'TypeError: Cannot read properties of undefined at index.js:12',
  )
})
