/** Which of what others say of where they are is ever tried. */
import { describe, expect, test } from 'vitest'
import { addressesToPlaces, circuitsToPlaces, type MeetingPlace, type Route } from '#shared/sync'
import { usablePlaces } from '../../../../shared/sync/meeting/places.ts'
import { peerIdOf } from './town.ts'

const HASH = `u${'EiA'.padEnd(46, 'x')}`
const at = (address: string): MeetingPlace => ({ kind: 'address', address })
const isTried = (address: string, toldBy: Route): boolean => usablePlaces([at(address)], toldBy).length === 1

describe('an address somebody told of', () => {
  test('is tried in the three forms this house dials', () => {
    for (const form of ['tcp/7424', 'tcp/7424/ws', `udp/7424/webrtc-direct/certhash/${HASH}`])
      expect(isTried(`/ip4/203.0.113.7/${form}`, 'direct')).toBe(true)
    expect(isTried('/ip6/2001:db8::7/tcp/7424', 'direct')).toBe(true)
  })

  test.each([
    '/dns4/router.local/tcp/7424',
    '/dns/relay.example/tcp/7424/ws',
    '/ip4/203.0.113.7/tcp/7424/http',
    '/ip4/203.0.113.7/tcp/7424/tls/ws',
    '/ip4/203.0.113.7/udp/7424/quic-v1',
    '/ip4/203.0.113.7/udp/7424/webrtc-direct',
    '/ip4/203.0.113.7/tcp/7424/ws/p2p/x/p2p-circuit',
    '/ip4/203.0.113.7/tcp/443',
    '/ip4/203.0.113.7/tcp/65536',
    '/ip4/203.0.113.777/tcp/7424',
    '/ip4/0.0.0.0/tcp/7424',
    '/ip4/224.0.0.251/tcp/7424',
    '/ip4/255.255.255.255/tcp/7424',
    '/ip6/::/tcp/7424',
    '/ip6/ff02::1/tcp/7424',
    '/ip6/::ffff:7f00:1/tcp/7424',
    '/ip6/::7f00:1/tcp/7424',
    '/ip6/64:ff9b::7f00:1/tcp/7424',
    '/ip4/::1/tcp/7424',
    '/ip6/127.0.0.1/tcp/7424',
    '',
  ])('%s is not', address => {
    for (const toldBy of ['here', 'lan', 'direct'] as const) expect(isTried(address, toldBy)).toBe(false)
  })

  test.each<[address: string, here: boolean, lan: boolean, paired: boolean, direct: boolean]>([
    ['/ip4/127.0.0.1/tcp/7424', true, false, false, false],
    ['/ip6/::1/tcp/7424', true, false, false, false],
    ['/ip6/0:0:0:0:0:0:0:1/tcp/7424', true, false, false, false],
    ['/ip4/192.168.0.7/tcp/7424', true, true, true, false],
    ['/ip6/FE80:0::7/tcp/7424', true, true, true, false],
    ['/ip6/fc00::7/tcp/7424', true, true, true, false],
    ['/ip4/203.0.113.7/tcp/7424', true, true, true, true],
  ])('%s is tried in the reach of whoever told of it', (address, here, lan, paired, direct) => {
    expect((['here', 'lan', 'paired', 'direct'] as const).map(route => isTried(address, route))).toEqual([
      here,
      lan,
      paired,
      direct,
    ])
  })
})

describe('own addresses', () => {
  test('of this machine are told where there are no others', () => {
    const [here, there] = ['/ip4/127.0.0.1/tcp/7424', '/ip4/192.168.0.7/tcp/7424']
    expect(addressesToPlaces([here, there])).toEqual([at(there)])
    expect(addressesToPlaces([here])).toEqual([at(here)])
  })

  test('of a page are its relays, each once and without a host', () => {
    const [relay, page] = [peerIdOf('relay'), peerIdOf('page')]
    const announced = ['/ip4/127.0.0.1/tcp/9/ws', '/dns/localhost/tcp/7420/ws'].map(
      way => `${way}/p2p/${relay}/p2p-circuit/webrtc/p2p/${page}`,
    )
    expect(circuitsToPlaces([...announced, '/ip4/127.0.0.1/tcp/9/ws'])).toEqual([
      { kind: 'circuit', relay, peer: page },
    ])
  })
})
