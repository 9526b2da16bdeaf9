/** The browser's own locks and channels do what is asked of them. */

import { expect, onTestFinished, test, vi } from 'vitest'
import { createId } from '#shared/id'
import { createLeadership, type Standing } from '../../../web/leader/leadership.ts'
import type { TabId } from '../../../web/leader/messages.ts'
import { openTabChannel, pageClock, type TabLocks, tabLocks } from '../../../web/leader/ports.ts'

const newId = (): TabId => createId<'tab'>(bytes => crypto.getRandomValues(bytes))
const locksHere = (): TabLocks => tabLocks()!

const held = (locks: TabLocks, name: string, isTheft = false) => {
  const waiting = new AbortController()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const end = locks.hold(name, { isTheft, signal: waiting.signal }, () => {
    begin()
    return released
  })
  return { end, begun, release, withdraw: () => waiting.abort() }
}

test('a lock is held by one, waited for, withdrawn, stolen and given back', async () => {
  const locks = locksHere()
  const name = `lock ${newId()}`
  expect(await locks.holder(name)).toBeNull()
  const first = held(locks, name)
  await first.begun
  expect(await locks.holder(name)).not.toBeNull()
  const second = held(locks, name)
  second.withdraw()
  expect(await second.end).toBe('withdrawn')
  const thief = held(locks, name, true)
  await thief.begun
  expect(await first.end).toBe('stolen')
  const third = held(locks, name)
  thief.release()
  expect(await thief.end).toBe('ended')
  await third.begun
  third.release()
  expect(await third.end).toBe('ended')
  expect(await locks.holder(name)).toBeNull()
})

test('a browser that refuses locks is told from one that stole them', async () => {
  vi.spyOn(navigator.locks, 'request').mockRejectedValue(new DOMException('no', 'SecurityError'))
  onTestFinished(() => void vi.restoreAllMocks())
  expect(await held(locksHere(), 'x').end).toBe('refused')
})

test('a channel carries files to the others and not back to who spoke, until they stop listening', async () => {
  const name = `channel ${newId()}`
  const [one, other] = [openTabChannel(name)!, openTabChannel(name)!]
  const echo = vi.fn()
  one.listen(echo)
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const stop = other.listen(resolve)
  one.post({ file: new File(['laps'], 'a.csv') })
  const { file } = (await promise) as { readonly file: File }
  expect([file.name, await file.text()]).toEqual(['a.csv', 'laps'])
  expect(echo).not.toHaveBeenCalled()
  stop()
})

test('S9 two that take part in one page: one leads, the other follows and takes over', async () => {
  const name = `leader ${newId()}`
  const open = () => {
    const leadership = createLeadership({
      id: newId(),
      lockName: name,
      together: { locks: locksHere(), channel: openTabChannel(name)! },
      clock: pageClock,
      isWatchful: () => true,
    })
    const stop = leadership.start()
    onTestFinished(stop)
    return { leadership, stop }
  }
  const untilItIs = (kind: Standing['kind'], { leadership }: ReturnType<typeof open>): Promise<unknown> =>
    expect.poll(() => leadership.standing().kind).toBe(kind)
  const first = open()
  await untilItIs('leading', first)
  const second = open()
  await untilItIs('following', second)
  expect(second.leadership.standing()).toEqual({ kind: 'following', leader: first.leadership.id })
  first.stop()
  await untilItIs('leading', second)
})
