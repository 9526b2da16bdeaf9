import { describe, expect, test } from 'vitest'
import { HOME, startTestBridge } from './bridge.ts'
import { connected, hello, openClient } from './client.ts'

describe('B4: pairing', () => {
  test('a page without a token is told so and gets nothing', async () => {
    const bridge = await startTestBridge()
    for (const token of [undefined, '', 'guessed', 'x'.repeat(200)]) {
      const client = await connected(bridge.port, { headers: { origin: HOME } })
      client.say(hello(token))
      await client.hears('unpaired')
      bridge.frame()
      client.say({ type: 'laps', after: null })
      expect(await client.closed).toMatchObject({ code: 4400 })
      expect(client.told.map(({ type }) => type)).toEqual(['unpaired', 'refused'])
      expect(client.binary).toEqual([])
    }
  })

  test('the code the bridge shows opens it, and the token it gets opens it again', async () => {
    const bridge = await startTestBridge()
    const page = await connected(bridge.port)
    page.say(hello())
    await page.hears('unpaired')
    page.say({ type: 'ask-code' })
    expect(await page.hears('code-shown')).toEqual({ type: 'code-shown', validMs: 120_000 })
    expect(JSON.stringify(page.told)).not.toContain(bridge.codes[0])
    page.say({ type: 'pair', code: bridge.codes[0]!, name: 'Sam’s browser' })
    const { token } = await page.hears('paired')
    const welcome = await page.hears('welcome')
    expect(page.told.map(({ type }) => type).slice(0, 4)).toEqual([
      'unpaired',
      'code-shown',
      'paired',
      'welcome',
    ])
    await page.hears('state')
    const again = await connected(bridge.port)
    again.say(hello(token))
    expect(await again.hears('welcome')).toEqual(welcome)
    expect(bridge.pairings.list().map(({ name }) => name)).toEqual(['Sam’s browser'])
  })

  test('a wrong code is refused, five end it, and another connection cannot use it', async () => {
    const bridge = await startTestBridge()
    const [page, thief] = [await connected(bridge.port), await connected(bridge.port)]
    page.say(hello())
    thief.say(hello())
    page.say({ type: 'ask-code' })
    await page.hears('code-shown')
    const right = bridge.codes[0]!
    thief.say({ type: 'pair', code: right, name: 'thief' })
    expect(await thief.hears('refused')).toMatchObject({ why: 'no-code' })
    const wrong = right === '000000' ? '000001' : '000000'
    for (let i = 0; i < 5; i++) page.say({ type: 'pair', code: wrong, name: 'page' })
    page.say({ type: 'pair', code: right, name: 'page' })
    page.say({ type: 'ask-code' })
    await expect.poll(() => bridge.codes.length).toBe(2)
    const whys = page.told.flatMap(one => (one.type === 'refused' ? [one.why] : []))
    expect(whys).toEqual([...Array<string>(4).fill('wrong-code'), 'too-many-tries', 'no-code'])
    expect(bridge.pairings.list()).toEqual([])
  })

  test('a page that says nothing, or is never paired, is let go', async () => {
    const bridge = await startTestBridge({ limits: { unpairedForMs: 300 } })
    const unpaired = await connected(bridge.port)
    unpaired.say(hello())
    expect(await unpaired.closed).toMatchObject({ code: 4401 })
    const silent = await connected(bridge.port)
    expect(await silent.closed).toMatchObject({ code: 4401 })
  })

  test('a revoked page is disconnected at once, says its token in vain, and others stay', async () => {
    const bridge = await startTestBridge()
    const mine = await openClient(bridge)
    const { pairing, token } = await bridge.pairings.add('phone')
    const [one, two] = [await connected(bridge.port), await connected(bridge.port)]
    for (const client of [one, two]) {
      client.say(hello(token))
      await client.hears('welcome')
    }
    await bridge.pairings.revoke(pairing.id)
    for (const client of [one, two]) {
      expect(await client.closed).toEqual({ code: 4403, why: 'revoked' })
      expect(await client.hears('refused')).toMatchObject({ why: 'revoked' })
    }
    const again = await connected(bridge.port)
    again.say(hello(token))
    await again.hears('unpaired')
    expect(mine.socket.readyState).toBe(1)
  })

  test('a page of a newer version is told that the bridge is old', async () => {
    const bridge = await startTestBridge()
    const page = await connected(bridge.port)
    page.say({ ...hello(), v: 2 } as never)
    expect(await page.hears('refused')).toMatchObject({ why: 'too-new' })
    expect(await page.closed).toMatchObject({ code: 4400 })
  })
})
