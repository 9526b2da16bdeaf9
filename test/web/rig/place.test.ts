/** Where a page finds its bridge. */
import { expect, test } from 'vitest'
import { rigPlaceOf } from '../../../web/rig/place.ts'

test.for([
  ['http://localhost:7420/library', { kind: 'home', url: 'ws://localhost:7420/rig/live' }],
  ['http://localhost/', { kind: 'home', url: 'ws://localhost/rig/live' }],
  ['https://league.example/', { kind: 'hosted', url: 'ws://localhost:7421/rig/live' }],
  ['https://localhost:8443/', { kind: 'hosted', url: 'ws://localhost:7421/rig/live' }],
  ['http://192.168.1.20:7423/', { kind: 'nowhere' }],
  ['http://localhost.evil.example/', { kind: 'nowhere' }],
] as const)('%s', ([address, place]) => {
  expect(rigPlaceOf(new URL(address))).toEqual(place)
})
