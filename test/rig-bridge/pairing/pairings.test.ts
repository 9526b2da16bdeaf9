import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentLog } from '#node/log'
import { openPairings, type Pairings } from '#rig-bridge/pairing'
import { temporaryFolder } from '../../node/support/folder.ts'

let nowMs = 1_790_000_000_000
const DAY_MS = 86_400_000

const open = async (folder: string): Promise<Pairings> => {
  const opened = await openPairings(folder, { log: silentLog, nowEpochMs: () => nowMs, randomBytes })
  if (!opened.ok) throw new Error(opened.message)
  return opened.pairings
}

const textOf = (folder: string): string => readFileSync(join(folder, 'pairings.json'), 'utf8')

test('a token is known again after a restart, and is nowhere on the disk', async () => {
  const folder = temporaryFolder()
  const before = await open(folder)
  const { pairing, token, isStored } = await before.add('Sam’s browser')
  expect(isStored).toBe(true)
  expect(token).toMatch(/^[\w-]{43}$/)
  const after = await open(folder)
  expect(after.bridgeId).toBe(before.bridgeId)
  expect(after.find(token)).toMatchObject({ id: pairing.id, name: 'Sam’s browser' })
  expect(after.find(`${token}x`)).toBeNull()
  expect(after.find('')).toBeNull()
  expect(textOf(folder)).not.toContain(token)
})

test('a revoked page is unknown at once and after a restart, and everybody hears of it', async () => {
  const folder = temporaryFolder()
  const pairings = await open(folder)
  const [one, other] = [await pairings.add('one'), await pairings.add('other')]
  const heard: string[] = []
  pairings.onRevoked(id => heard.push(id))
  const revoking = pairings.revoke(one.pairing.id)
  expect(pairings.find(one.token)).toBeNull()
  expect(await revoking).toBe(true)
  expect(await pairings.revoke('unknown')).toBe(true)
  expect(heard).toEqual([one.pairing.id])
  const again = await open(folder)
  expect(again.list().map(({ name }) => name)).toEqual(['other'])
  await again.revokeAll()
  expect(again.find(other.token)).toBeNull()
})

test('the page not seen for longest makes room for a new one', async () => {
  const folder = temporaryFolder()
  const pairings = await open(folder)
  const made = []
  for (let i = 0; i < 32; i++) made.push(await pairings.add(`page ${i}`))
  nowMs += 2 * DAY_MS
  expect(pairings.find(made[0]!.token)).not.toBeNull()
  await pairings.add('one more')
  expect(pairings.list()).toHaveLength(32)
  expect(pairings.find(made[0]!.token)).not.toBeNull()
  expect(pairings.find(made[1]!.token)).toBeNull()
})

test('a name is one plain line', async () => {
  const pairings = await open(temporaryFolder())
  expect((await pairings.add('a\u001b[2Jb\r\nc')).pairing.name).toBe('a [2Jb  c')
  expect((await pairings.add('\n')).pairing.name).toBe('a page without a name')
})

describe('a list that cannot be used', () => {
  test.each([
    ['half of it', '{"v":1,"bridgeId":"'],
    ['another shape', '{"v":1,"bridgeId":"x","pairings":[]}'],
    ['a newer version', `{"v":2,"bridgeId":"${'1'.repeat(32)}","pairings":[]}`],
    ['a huge one', ' '.repeat(300 * 1024)],
  ])('%s is set aside and kept', async (_, text) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'pairings.json'), text)
    const pairings = await open(folder)
    expect(pairings.list()).toEqual([])
    const aside = readdirSync(folder).find(name => name.includes('.damaged-'))!
    expect(readFileSync(join(folder, aside), 'utf8')).toBe(text)
  })

  test('is a sentence when it cannot even be read', async () => {
    const folder = temporaryFolder()
    // A folder in its place cannot be read as a file by anybody, root included.
    mkdirSync(join(folder, 'pairings.json'))
    const opened = await openPairings(folder, { log: silentLog, nowEpochMs: () => 0, randomBytes })
    expect(opened).toMatchObject({
      ok: false,
      message: expect.stringMatching(/cannot be read .*nothing was started/),
    })
  })
})

test('a disk that refuses is told, and what was decided holds meanwhile', async () => {
  const folder = temporaryFolder()
  const pairings = await open(folder)
  const { pairing, token } = await pairings.add('one')
  rmSync(folder, { recursive: true })
  expect(await pairings.revoke(pairing.id)).toBe(false)
  expect(pairings.find(token)).toBeNull()
  expect((await pairings.add('two')).isStored).toBe(false)
  expect(existsSync(folder)).toBe(false)
})
