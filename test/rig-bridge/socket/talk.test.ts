import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { decodeTraceChunk, toRigSchema } from '#shared/api'
import { temporaryFolder } from '../../node/support/folder.ts'
import { lapNamed, startTestBridge } from './bridge.ts'
import { connected, hello, openClient } from './client.ts'

const ID = (n: number): string => n.toString(16).padStart(32, '0')

describe('laps', () => {
  test('are listed in pages, fetched in chunks, and confirmed for the page that has them', async () => {
    const bridge = await startTestBridge({ laps: Array.from({ length: 60 }, (_, i) => lapNamed(ID(i))) })
    const client = await openClient(bridge)
    client.say({ type: 'laps', after: null })
    const first = await client.hears('laps')
    expect(first.laps.map(({ id }) => id)).toEqual(Array.from({ length: 50 }, (_, i) => ID(i)))
    expect(first.more).toBe(true)
    client.say({ type: 'laps', after: ID(49) })
    await vi.waitFor(async () => expect((await client.hears('laps')).laps).toHaveLength(10))
    client.say({ type: 'chunk', lap: ID(3), index: 0 })
    await vi.waitFor(() => expect(client.binary).toHaveLength(1))
    expect(decodeTraceChunk(client.binary[0]!)).toMatchObject({
      lap: ID(3),
      index: 0,
      bytes: Buffer.of(1, 2, 3, 4, 5),
    })
    client.say({ type: 'confirm', lap: ID(3) })
    expect(await client.hears('confirmed')).toEqual({ type: 'confirmed', lap: ID(3) })
    const { pairingId } = await client.hears('welcome')
    expect(bridge.confirmed).toEqual([`${ID(3)} ${pairingId}`])
  })

  test('that are not there are refused, and the connection goes on', async () => {
    const client = await openClient(await startTestBridge())
    client.say({ type: 'chunk', lap: ID(9), index: 0 })
    expect(await client.hears('refused')).toMatchObject({ why: 'unknown-lap' })
    client.say({ type: 'confirm', lap: ID(9) })
    client.say({ type: 'laps', after: null })
    expect(await client.hears('laps')).toEqual({ type: 'laps', laps: [], more: false })
  })

  test('are told as they are finished, to those who want laps', async () => {
    const bridge = await startTestBridge()
    const keeper = await openClient(bridge)
    const watcher = await connected(bridge.port)
    const { token } = await bridge.pairings.add('watcher')
    watcher.say(hello(token, ['live']))
    await watcher.hears('timing')
    bridge.hub.lap(lapNamed(ID(1)))
    expect(await keeper.hears('lap')).toEqual({ type: 'lap', lap: lapNamed(ID(1)) })
    bridge.frame()
    await vi.waitFor(() => expect(watcher.binary).toHaveLength(1))
    expect(watcher.told.map(({ type }) => type)).toEqual(['welcome', 'state', 'timing'])
  })

  test('that cannot be read because of a mistake of ours end that connection only', async () => {
    const chunk = async (): Promise<never> => {
      throw new Error('a mistake')
    }
    const bridge = await startTestBridge({ shelf: { chunk } })
    const [one, other] = [await openClient(bridge), await openClient(bridge)]
    one.say({ type: 'chunk', lap: ID(1), index: 0 })
    expect((await one.closed).code).toBe(4400)
    other.say({ type: 'laps', after: null })
    await other.hears('laps')
  })
})

test('requests are answered in the order they came in, also behind a pairing', async () => {
  const bridge = await startTestBridge({ laps: [lapNamed(ID(1))] })
  const page = await connected(bridge.port)
  page.say(hello())
  page.say({ type: 'ask-code' })
  await page.hears('code-shown')
  page.say({ type: 'pair', code: bridge.codes[0]!, name: 'page' })
  page.say({ type: 'laps', after: null })
  page.say({ type: 'confirm', lap: ID(1) })
  await page.hears('confirmed')
  const said = page.told.map(({ type }) => type).filter(type => type !== 'state' && type !== 'timing')
  expect(said).toEqual(['unpaired', 'code-shown', 'paired', 'welcome', 'laps', 'confirmed'])
})

test('the state is told when it changes and at most twice a second', async () => {
  const bridge = await startTestBridge()
  const client = await openClient(bridge)
  await client.hears('state')
  const begun = performance.now()
  const changing = setInterval(() => {
    bridge.freeBytes++
  }, 5)
  await vi.waitFor(
    () => expect(client.told.filter(({ type }) => type === 'state').length).toBeGreaterThan(4),
    {
      timeout: 8_000,
    },
  )
  clearInterval(changing)
  expect(performance.now() - begun).toBeGreaterThan(1_900)
})

test('when the bridge stops, every client is told so', async () => {
  const bridge = await startTestBridge()
  const clients = [await openClient(bridge), await connected(bridge.port)]
  await bridge.hub.close()
  for (const client of clients) {
    expect(await client.closed).toEqual({ code: 4503, why: 'stopping' })
    expect(await client.hears('refused')).toMatchObject({ why: 'stopping' })
  }
})

test('B6: nothing a client can say writes a file', async () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'laps'))
  const bridge = await startTestBridge({ folder })
  const { token } = await bridge.pairings.add('page')
  const before = readdirSync(folder).map(name => [name, statSync(join(folder, name)).mtimeMs])
  for (const type of ['write', 'delete', 'run', 'set-folder', 'record', 'forget', 'confirm']) {
    const client = await connected(bridge.port)
    client.say(hello(token))
    await client.hears('welcome')
    client.socket.send(JSON.stringify({ type, path: '/tmp/x', lap: '../../x', file: 'x', data: 'x' }))
    expect((await client.closed).code).toBe(4400)
  }
  expect(readdirSync(folder).map(name => [name, statSync(join(folder, name)).mtimeMs])).toEqual(before)
  // Whatever a page may say is in this list; a new word in it is a decision.
  expect(toRigSchema.options.map(option => option.shape.type.value)).toEqual([
    'hello',
    'ask-code',
    'pair',
    'laps',
    'chunk',
    'confirm',
  ])
})

test('whatever comes, the bridge answers the next page', { timeout: 30_000 }, async () => {
  const bridge = await startTestBridge()
  const { token } = await bridge.pairings.add('page')
  const word = fc.constantFrom('hello', 'ask-code', 'pair', 'laps', 'chunk', 'confirm', 'x')
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.constant(ID(1)),
  )
  const message = fc.oneof(
    fc
      .record(
        {
          type: word,
          v: value,
          token: value,
          code: value,
          lap: value,
          index: value,
          after: value,
          wants: value,
        },
        { requiredKeys: ['type'] },
      )
      .map(made => JSON.stringify(made)),
    fc.record({ type: word, lap: value, after: value }).map(made => JSON.stringify(made).slice(0, 20)),
    fc.string({ maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
    fc.constant(JSON.stringify(hello(token))),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), fc.boolean(), async (messages, isOpen) => {
      const client = await connected(bridge.port)
      if (isOpen) client.say(hello(token))
      for (const one of messages) client.socket.send(one)
      client.socket.close()
      await client.closed
    }),
    { numRuns: 150 },
  )
  await openClient(bridge)
})
