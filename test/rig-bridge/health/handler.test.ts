import { expect, onTestFinished, test } from 'vitest'
import { holdPort, refuse } from '#node/http'
import { createHealthHandler, type HealthFacts } from '#rig-bridge/health'
import { type Ask, ask } from '../../node/support/http.ts'

const FACTS: HealthFacts = {
  version: '0.1.0',
  platform: 'linux',
  pageAddress: 'http://localhost:7420',
  source: { kind: 'ended' },
  counts: { packets: 0, seen: 0, torn: 0, dropped: 0 },
  recording: { kind: 'off' },
  waitingLaps: 0,
  freeBytes: 1e12,
  folder: '/data',
  pairings: [],
  guest: null,
}

const started = async (isStored = true) => {
  const deeds: string[] = []
  const health = createHealthHandler({
    facts: () => FACTS,
    revoke: async id => {
      if (id === 'bug') throw new Error('a mistake')
      deeds.push(id)
      return isStored
    },
    renewGuest: async () => {
      deeds.push('guest')
      return isStored
    },
    onBug: () => deeds.push('bug'),
  })
  const held = await holdPort(
    {
      request: (incoming, response, port) => {
        if (!health(incoming, response, port)) refuse(response, 404, 'not-found', 'No.')
      },
      upgrade: (_, socket) => void socket.destroy(),
      failed: error => {
        throw error
      },
    },
    0,
  )
  if (held.kind !== 'held') throw new Error(held.kind)
  onTestFinished(() => held.release(0))
  const { port } = held
  const post = (path: string, body: unknown, options: Ask = {}) =>
    ask(port, path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...options,
      headers: { origin: `http://localhost:${port}`, 'content-type': 'application/json', ...options.headers },
    })
  return { port, deeds, post }
}

test('the page is three files under a policy that lets nothing else in', async () => {
  const { port } = await started()
  const page = await ask(port, '/')
  expect(page.status).toBe(200)
  expect(page.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  )
  expect(page.text).not.toMatch(/<script>|style=|onclick=/)
  const linked = [...page.text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(found => found[1]!)
  expect(linked.sort()).toEqual(['/health.css', '/health.js'])
  for (const path of linked) expect((await ask(port, path)).status).toBe(200)
  for (const path of ['/health.html', '/../handler.ts', '/page/health.js', '/health.js?x', '/favicon.ico'])
    expect((await ask(port, path)).status).toBe(404)
})

test('its state is JSON in the language of the browser, and no other page may read it', async () => {
  const { port } = await started()
  const german = await ask(port, '/health.json', { headers: { 'accept-language': 'de-DE' } })
  expect(JSON.parse(german.text)).toMatchObject({ lang: 'de', title: 'Rig-Bridge' })
  expect(german.headers['cache-control']).toBe('no-store')
  const foreign = await ask(port, '/health.json', { headers: { origin: 'http://localhost:7420' } })
  expect(foreign.headers['access-control-allow-origin']).toBeUndefined()
  expect(foreign.headers['cross-origin-resource-policy']).toBe('same-origin')
})

test('a page is revoked and the guests’ secret replaced from this very page only', async () => {
  const { port, deeds, post } = await started()
  expect((await post('/health/revoke', { id: 'one' })).status).toBe(200)
  expect((await post('/health/guest', { renew: true })).status).toBe(200)
  expect(deeds.splice(0)).toEqual(['one', 'guest'])
  const origins = ['http://localhost:7420', 'https://evil.example', 'null', `http://127.0.0.1:${port}`]
  for (const origin of origins)
    expect((await post('/health/revoke', { id: 'two' }, { headers: { origin } })).status).toBe(403)
  const plain = { headers: { 'content-type': 'text/plain' } }
  expect((await post('/health/revoke', { id: 'two' }, plain)).status).toBe(403)
  const none = await ask(port, '/health/revoke', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"id":"two"}',
  })
  expect(none.status).toBe(403)
  expect(deeds).toEqual([])
})

test.each([
  ['/health/revoke', '{"id":'],
  ['/health/revoke', '{}'],
  ['/health/revoke', `{"id":"${'x'.repeat(2000)}"}`],
  ['/health/guest', '{"renew":false}'],
  ['/health/guest', '[]'],
])('%s with %s changes nothing', async (path, body) => {
  const { deeds, post } = await started()
  expect((await post(path, body)).status).toBe(400)
  expect(deeds).toEqual([])
})

test('a disk that refuses, and a mistake of ours, are told', async () => {
  const { post } = await started(false)
  const refused = await post('/health/revoke', { id: 'one' })
  expect(refused.status).toBe(507)
  expect(JSON.parse(refused.text).message).toMatch(/until the rig-bridge stops.*room/)
  expect((await post('/health/revoke', { id: 'bug' })).status).toBe(500)
})
