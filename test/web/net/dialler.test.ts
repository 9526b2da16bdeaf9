/** Whom a page dials, in which order, and when it tries again. */
import { describe, expect, test } from 'vitest'
import type { DeviceId } from '#shared/logbook'
import type { EndReason, Wire } from '#shared/sync'
import { createDialler } from '../../../web/net/dialler.ts'
import type { AccessState } from '../../../web/net/local-access.ts'
import { dialableAddresses } from '../../../web/net/page-addresses.ts'

const LAN = '/ip4/192.168.0.7/tcp/7422/ws'
const DIRECT = '/ip4/192.168.0.7/udp/7422/webrtc-direct/certhash/uEiAA'
const FAR = '/dns4/relay.example/tcp/443/tls/ws'
const HERE = '/ip4/127.0.0.1/tcp/7422/ws'
const CIRCUIT = '/ip4/192.168.0.7/tcp/7422/ws/p2p/12D3/p2p-circuit/webrtc/p2p/12D4'
const PROGRAM = '/ip4/192.168.0.7/tcp/7422'
const PLAIN_NAME = '/dns4/relay.example/tcp/80/ws'

describe('what a page can dial', () => {
  const all = [CIRCUIT, PROGRAM, PLAIN_NAME, FAR, DIRECT, LAN, HERE, LAN]
  test('at home is what is nearest and quickest first, and never plain TCP', () => {
    expect(dialableAddresses(all, 'home').map(({ address }) => address)).toEqual([
      HERE,
      LAN,
      PLAIN_NAME,
      FAR,
      DIRECT,
      CIRCUIT,
    ])
  })
  test('from an https page is what needs no question first; a plain socket to a name is not possible', () => {
    expect(dialableAddresses(all, 'hosted').map(({ address, permission }) => [address, permission])).toEqual([
      [FAR, null],
      [DIRECT, null],
      [HERE, 'loopback-network'],
      [LAN, 'local-network'],
      [CIRCUIT, null],
    ])
  })
})

const DEVICE = 'ab'.repeat(32) as DeviceId

const create = (place: 'home' | 'hosted' = 'home', access: AccessState = 'granted') => {
  const waits: { ms: number; run: () => void }[] = []
  const dials: string[] = []
  const state = {
    there: new Set<string>(),
    greeting: { ok: true, device: DEVICE } as
      | { ok: true; device: DeviceId }
      | { ok: false; reason: EndReason },
    isConnected: false,
    now: 0,
  }
  const dialler = createDialler({
    clock: {
      now: () => state.now,
      after: (ms, run) => {
        const wait = { ms, run }
        waits.push(wait)
        return () => void (waits.includes(wait) && waits.splice(waits.indexOf(wait), 1))
      },
    },
    random: () => 1,
    place,
    access: async () => access,
    dial: async address => {
      dials.push(address)
      return state.there.has(address)
        ? { ok: true, wire: { abort: () => {} } as unknown as Wire }
        : { ok: false, reason: 'nobody' }
    },
    greet: async () => {
      if (state.greeting.ok) state.isConnected = true
      return state.greeting
    },
    isConnected: () => state.isConnected,
    onMet: () => {},
  })
  const settle = () => new Promise(resolve => setImmediate(resolve))
  const pass = async (): Promise<number> => {
    await settle()
    const { ms, run } = waits.shift()!
    state.now += ms
    run()
    await settle()
    return ms
  }
  return { dialler, dials, state, waits, pass, settle }
}

describe('a dialler', () => {
  test('tries the addresses of a machine one after the other, and waits longer each time', async () => {
    const { dialler, dials, pass } = create()
    dialler.setAddresses([LAN, DIRECT])
    expect([await pass(), await pass(), await pass()]).toEqual([1_000, 2_000, 4_000])
    expect(dials.slice(0, 4)).toEqual([LAN, DIRECT, LAN, DIRECT])
    expect([await pass(), await pass()]).toEqual([8_000, 10_000])
    for (let i = 0; i < 30; i++) await pass()
    expect(await pass()).toBe(60_000)
  })

  test('looks for a machine it lost every ten seconds at least, and when it is woken often, every two', async () => {
    const { dialler, dials, state, waits, pass, settle } = create()
    state.there.add(LAN)
    dialler.setAddresses([LAN])
    await settle()
    state.now += 3_600_000
    state.there.clear()
    state.isConnected = false
    dialler.look()
    const known = dials.length
    for (let i = 0; i < 12; i++) expect(await pass()).toBeLessThanOrEqual(10_000)
    expect(dials.length).toBe(known + 12)
    for (let i = 0; i < 20; i++) {
      dialler.wake()
      await settle()
    }
    expect(dials.length).toBe(known + 12)
    expect(waits.map(({ ms }) => ms)).toEqual([2_000])
  })

  test('leaves a machine alone once met, and tries again when the device went', async () => {
    const { dialler, dials, state, waits, pass, settle } = create()
    state.there.add(LAN)
    dialler.setAddresses([LAN, DIRECT])
    await settle()
    expect(dials).toEqual([LAN])
    dialler.wake()
    dialler.look()
    await settle()
    expect([dials.length, waits.length]).toEqual([1, 0])
    state.isConnected = false
    dialler.look()
    await pass()
    expect(dials).toEqual([LAN, LAN])
  })

  test('does not knock again soon where it is not welcome', async () => {
    const { dialler, state, waits, settle } = create()
    state.there.add(LAN)
    state.greeting = { ok: false, reason: 'removed' }
    dialler.setAddresses([LAN])
    await settle()
    expect(waits.map(({ ms }) => ms)).toEqual([600_000])
  })

  test('makes the browser ask only when a person wants it', async () => {
    const { dialler, dials, settle } = create('hosted', 'prompt')
    dialler.setAddresses([LAN])
    await settle()
    expect(dials).toEqual([])
    dialler.askAndTry()
    await settle()
    expect(dials).toEqual([LAN])
  })

  test('begins nothing after it was stopped, nor for addresses that are wanted no more', async () => {
    const { dialler, dials, waits, settle } = create()
    dialler.setAddresses([LAN])
    await settle()
    dialler.setAddresses([])
    expect(waits).toEqual([])
    dialler.setAddresses([DIRECT])
    dialler.stop()
    await settle()
    dialler.wake()
    await settle()
    expect([dials, waits]).toEqual([[LAN, DIRECT], []])
  })
})
