/** The relay as a member of a league: it joins by a link, is reached on its page's port, and tells pages where. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { LEAGUE_ADDRESSES_PATH, leagueAddressesSchema } from '#shared/api'
import { invitationToLink } from '#shared/sync'
import { entryCount, foundLeagueIn, invite, share, startIn } from '../../node/league/world.ts'
import { temporaryFolder } from '../../node/support/folder.ts'
import { ask } from '../../node/support/http.ts'
import { runProgram } from '../../node/support/program.ts'
import { portOf, relayArgs, startRelayProcess } from '../support.ts'

const LINK_PLACE = 'http://localhost:7420/join'

const addressesOf = async (port: number) =>
  leagueAddressesSchema.parse(JSON.parse((await ask(port, LEAGUE_ADDRESSES_PATH)).text))

test('a relay of no league says so, and takes no libp2p', async () => {
  const relay = await startRelayProcess()
  expect(await addressesOf(relay.port)).toEqual({ peerId: null, addresses: [], takesWebSocket: false })
  const socket = new WebSocket(`ws://localhost:${relay.port}/`)
  const refused = await new Promise<string>(resolve => socket.on('error', error => resolve(error.message)))
  expect(refused).toContain('404')
})

test('it joins by a link, is reached through the home server, and others find one another by it', {
  timeout: 60_000,
}, async () => {
  const base = temporaryFolder()
  const league = await foundLeagueIn(join(base, 'ada'))
  const ada = await startIn(join(base, 'ada'))
  await share(ada, league)
  const forBea = await invite(ada, league)
  const link = invitationToLink(LINK_PLACE, await invite(ada, league))
  const relay = await startRelayProcess([`--league=${link}`, '--p2p-port=0', '--name=Club relay'])
  await relay.says(/Members of its leagues reach this relay at \/ip4\/127\.0\.0\.1\/tcp\/\d+/)
  await vi.waitFor(async () => expect((await ada.leagues())[0]!.peers).toMatchObject([{ phase: 'level' }]), {
    timeout: 15_000,
  })

  const known = await addressesOf(relay.port)
  expect(known.takesWebSocket).toBe(true)
  expect(known.addresses).toContain(`/ip4/127.0.0.1/tcp/${relay.port}/ws`)
  expect(known.addresses.some(address => address.includes('/webrtc-direct/certhash/'))).toBe(true)

  // Ada is gone: what Bea gets, she gets from the relay, through the home server.
  const relayDevice = (await ada.leagues())[0]!.peers[0]!.device
  await ada.stop()
  const bea = await startIn(join(base, 'bea'), {
    invitations: [{ ...forBea, addresses: [`/ip4/127.0.0.1/tcp/${portOf(relay.address)}/ws`] }],
  })
  await vi.waitFor(
    async () => {
      const [view] = await bea.leagues()
      expect(view).toMatchObject({ isMember: true, peers: [{ device: relayDevice, route: 'here' }] })
      expect(view!.governance!.members.map(({ name }) => name)).toContain('Club relay')
    },
    { timeout: 15_000 },
  )
  expect(await entryCount(bea, league)).toBe(6)
  relay.child.kill('SIGTERM')
  expect(await relay.exited).toEqual({ code: 0, signal: null })
})

test('pages of other origins reach neither libp2p nor signalling of a relay on loopback', async () => {
  const relay = await startRelayProcess()
  const outcome = (path: string, origin: string): Promise<string> =>
    new Promise(resolve => {
      const socket = new WebSocket(`ws://localhost:${relay.port}${path}`, { origin })
      socket.on('error', error => resolve(error.message))
      socket.on('open', () => {
        socket.terminate()
        resolve('open')
      })
    })
  for (const path of ['/', '/signal'])
    for (const origin of ['https://evil.example', 'null', `http://localhost.evil.example:${relay.port}`])
      expect(await outcome(path, origin)).toContain('403')
  expect(await outcome('/signal', `http://localhost:${relay.port}`)).toBe('open')
  expect(await outcome('/signal', relay.address)).toBe('open')
})

test('a link that is none is said so in one line', async () => {
  const { stderr, code } = await runProgram('relay/main.ts', [
    ...relayArgs(temporaryFolder(), temporaryFolder()),
    '--league=hello',
  ])
  expect([code, stderr]).toEqual([
    2,
    expect.stringMatching(/^paddock relay: What --league was given is no invitation link[^\n]+\n$/),
  ])
})
