/** The screen stays on while somebody looks, and says so when it does not. */
import { expect, test, vi } from 'vitest'
import { ScreenAwake } from '../../../../web/parts/live/awake.svelte.ts'

/** A browser's locks: it lets go of one when it likes. */
const fakeLocks = ({ refuses = false } = {}) => {
  let release: (() => void) | null = null
  const request = vi.fn(async () => {
    if (refuses) throw new DOMException('low battery', 'NotAllowedError')
    return {
      release: async () => release?.(),
      addEventListener: (_: 'release', run: () => void) => {
        release = run
      },
    }
  })
  return { request, letGo: () => release?.() }
}
const seen = (): void => void document.dispatchEvent(new Event('visibilitychange'))

test('it is asked for again each time the page is seen, and let go at the end', async () => {
  const locks = fakeLocks()
  const awake = new ScreenAwake(locks)
  const stop = awake.follow()
  await expect.poll(() => awake.state).toBe('on')
  locks.letGo()
  expect(awake.state).toBe('off')
  seen()
  await expect.poll(() => awake.state).toBe('on')
  expect(locks.request).toHaveBeenCalledTimes(2)
  stop()
  await expect.poll(() => awake.state).toBe('off')
  seen()
  expect(locks.request).toHaveBeenCalledTimes(2)
})

test('a person may let it sleep, and then nobody asks', async () => {
  const locks = fakeLocks()
  const awake = new ScreenAwake(locks)
  const stop = awake.follow()
  await expect.poll(() => awake.state).toBe('on')
  awake.toggle()
  expect(awake.state).toBe('off')
  seen()
  expect(locks.request).toHaveBeenCalledOnce()
  awake.toggle()
  await expect.poll(() => awake.state).toBe('on')
  stop()
})

test('a refusal and a browser that cannot are said', async () => {
  const awake = new ScreenAwake(fakeLocks({ refuses: true }))
  const stop = awake.follow()
  await expect.poll(() => awake.state).toBe('refused')
  stop()
  expect(new ScreenAwake(null).state).toBe('unavailable')
})
