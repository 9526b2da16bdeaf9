import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { silentLog } from '#node/log'
import { createPage } from '#node/page'
import { type GuestListener, startGuestListener } from '#rig-bridge/guest'
import { createHub, type Hub, type RigView } from '#rig-bridge/socket'
import { LIVE_BYTES, type RigTiming } from '#shared/api'
import { addressForGuests, isOwnHost, isPrivateAddress } from '../../../rig-bridge/guest/addresses.ts'
import { temporaryFolder, writeFiles } from '../../node/support/folder.ts'
import { ask } from '../../node/support/http.ts'
import { IDLE_TIMING, lapNamed } from '../socket/bridge.ts'
import { connect, connected, hello } from '../socket/client.ts'

const NAME = 'garage-pc.lan'

const TIMING: RigTiming = {
  ...IDLE_TIMING,
  session: lapNamed('1'.repeat(32)).session,
  lapsDone: 3,
}

const VIEW: RigView = {
  state: () => ({
    source: { kind: 'searching', lookedFor: '/dev/shm/secret-place' },
    recording: { kind: 'failed', message: 'The disk /home/sam is full.' },
    waitingLaps: 9,
    freeBytes: 123,
  }),
  timing: () => TIMING,
}

interface Started {
  readonly guest: GuestListener
  readonly hub: Hub
  readonly folder: string
  readonly secret: string
}

const start = async (folder = temporaryFolder()): Promise<Started> => {
  const pageFolder = temporaryFolder()
  await writeFiles(pageFolder, {
    'index.html': 'the whole app',
    'guest.html': 'the guest page',
    'sw.js': 'worker',
    'assets/guest-AbCd_123.js': 'guest()',
  })
  const hub = createHub({
    bridgeId: '1'.repeat(32),
    version: '0.1.0',
    log: silentLog,
    now: () => performance.now(),
  })
  const started = await startGuestListener({
    host: '127.0.0.1',
    port: 0,
    names: [NAME],
    folder,
    page: createPage(pageFolder),
    hub,
    view: VIEW,
    log: silentLog,
    randomBytes,
  })
  if (!started.ok) throw new Error(started.message)
  const ticking = setInterval(() => hub.tell(), 16)
  onTestFinished(async () => {
    await hub.close()
    clearInterval(ticking)
    await started.guest.close()
  })
  const { guest } = started
  return { guest, hub, folder, secret: guest.address()?.split('#')[1] ?? '' }
}

/** As a phone that knows this machine by its name in the house's network. */
const asPhone = (port: number) => ({ host: `${NAME}:${port}`, origin: `http://${NAME}:${port}` })

test('at a host name that is not localhost, a guest with the secret sees live numbers', async () => {
  const { guest, hub, secret } = await start()
  const page = await ask(guest.port, '/', { headers: { host: `${NAME}:${guest.port}` } })
  expect({ status: page.status, text: page.text }).toEqual({ status: 200, text: 'the guest page' })
  const phone = await connected(guest.port, { headers: asPhone(guest.port) })
  phone.say(hello(secret, ['live']))
  await phone.hears('welcome')
  hub.live(new Uint8Array(LIVE_BYTES))
  await vi.waitFor(() => expect(phone.binary).toHaveLength(1))
})

test('a guest learns nothing of the machine, its laps or who drives', async () => {
  const { guest, hub, secret } = await start()
  const phone = await connected(guest.port)
  phone.say(hello(secret))
  expect((await phone.hears('state')).state).toEqual({
    source: { kind: 'searching', lookedFor: '' },
    recording: { kind: 'off' },
    waitingLaps: 0,
    freeBytes: null,
  })
  const { session, lapsDone } = (await phone.hears('timing')).timing
  expect(lapsDone).toBe(3)
  expect(session).toMatchObject({ car: 'car', track: 'track', driver: '', id: '0'.repeat(32) })
  expect(JSON.stringify(phone.told)).not.toMatch(/Mira|secret-place|sam/)
  expect(hub.openByPairing().get('guest')).toBe(1)
})

test.each([
  { type: 'laps', after: null },
  { type: 'chunk', lap: '1'.repeat(32), index: 0 },
  { type: 'confirm', lap: '1'.repeat(32) },
  { type: 'ask-code' },
  { type: 'pair', code: '123456', name: 'x' },
] as const)('$type is not for guests', async message => {
  const { guest, secret } = await start()
  const phone = await connected(guest.port)
  phone.say(hello(secret))
  await phone.hears('welcome')
  phone.say(message)
  expect((await phone.closed).code).toBe(4400)
})

test('without the secret, or with a wrong one, there is nothing', async () => {
  const { guest, secret } = await start()
  for (const token of [undefined, '', `${secret}x`, secret.slice(1)]) {
    const phone = await connected(guest.port)
    phone.say(hello(token))
    expect((await phone.closed).code).toBe(4403)
    expect(phone.told.map(({ type }) => type)).toEqual(['refused'])
  }
})

test('a new secret ends the old one at once; it outlives a restart and is not on the disk', async () => {
  const { guest, folder, secret } = await start()
  const phone = await connected(guest.port)
  phone.say(hello(secret))
  await phone.hears('welcome')
  expect(await guest.renew()).toBe(true)
  expect((await phone.closed).code).toBe(4403)
  const newSecret = guest.address()!.split('#')[1]!
  expect(newSecret).not.toBe(secret)
  expect(readFileSync(join(folder, 'guest.json'), 'utf8')).not.toContain(newSecret)
  const again = await start(folder)
  expect(again.guest.address()).toBeNull()
  const old = await connected(again.guest.port)
  old.say(hello(secret))
  expect((await old.closed).code).toBe(4403)
  const known = await connected(again.guest.port)
  known.say(hello(newSecret))
  await known.hears('welcome')
})

describe('the door', () => {
  test('is shut to names that are not this machine’s, and to other pages', async () => {
    const { guest } = await start()
    for (const host of [`evil.example:${guest.port}`, NAME, `${NAME}:1`, `8.8.8.8:${guest.port}`, 'x']) {
      expect((await ask(guest.port, '/', { headers: { host } })).status).toBe(403)
      expect(await connect(guest.port, { headers: { host } })).toBe(403)
    }
    for (const origin of ['http://evil.example', 'null', `https://${NAME}:${guest.port}`])
      expect(await connect(guest.port, { headers: { ...asPhone(guest.port), origin } })).toBe(403)
  })

  test('serves the guest page and its files, and nothing else of the app', async () => {
    const { guest } = await start()
    const status = async (path: string, method = 'GET') => (await ask(guest.port, path, { method })).status
    expect(await status('/guest.html')).toBe(200)
    expect(await status('/assets/guest-AbCd_123.js')).toBe(200)
    for (const path of [
      '/index.html',
      '/sw.js',
      '/assets/',
      '/assets/../index.html',
      '/rig/status',
      '/health.json',
      '/library',
    ])
      expect(await status(path)).toBe(404)
    expect(await status('/', 'POST')).toBe(404)
    const page = await ask(guest.port, '/')
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  })

  test('takes so many guests and no more', async () => {
    const { guest, secret } = await start()
    const phones = []
    for (let i = 0; i < 16; i++) {
      const phone = await connected(guest.port)
      phone.say(hello(secret))
      await phone.hears('welcome')
      phones.push(phone)
    }
    expect(await connect(guest.port)).toBe(503)
    expect(phones.every(({ socket }) => socket.readyState === 1)).toBe(true)
  })
})

test.each([
  ['192.168.1.7', true],
  ['10.0.0.1', true],
  ['172.20.1.1', true],
  ['172.32.0.1', false],
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:192.168.1.7', true],
  ['::ffff:8.8.8.8', false],
  ['fe80::1%eth0', true],
  ['fd12::1', true],
  ['2001:db8::1', false],
  ['8.8.8.8', false],
  ['192.168.1', false],
  ['', false],
])('%s is of this house: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate)
})

test.each([
  ['192.168.1.7:7423', true],
  ['[fe80::1]:7423', true],
  ['localhost:7423', true],
  ['GARAGE-PC.LAN:7423', true],
  ['192.168.1.7', false],
  ['192.168.1.7:7423.evil.example', false],
  ['192.168.1.7.evil.example:7423', false],
  ['[192.168.1.7:7423', false],
  ['', false],
  [undefined, false],
])('Host %s is own: %s', (host, isOwn) => {
  expect(isOwnHost(host, 7423, [NAME])).toBe(isOwn)
})

test('the address for a phone is of the house’s network, not of a container’s', () => {
  const one = (address: string) => ({
    address,
    family: 'IPv4' as const,
    internal: false,
    netmask: '',
    mac: '',
    cidr: null,
  })
  const all = { docker0: [one('172.17.0.1')], lan: [one('192.168.1.7')], out: [one('8.8.8.8')] }
  expect(addressForGuests('0.0.0.0', all)).toBe('192.168.1.7')
  expect(addressForGuests('10.1.2.3', all)).toBe('10.1.2.3')
  expect(addressForGuests('fd12::1', all)).toBe('[fd12::1]')
  expect(addressForGuests('0.0.0.0', {})).toBe('localhost')
})
