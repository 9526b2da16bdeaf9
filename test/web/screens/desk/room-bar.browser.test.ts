/**
 * The room above the desk: what others are told of this desk is searched for words of a session they do not have, and a
 * bar that leaks is found by the same search; whom one follows is drawn, and drawn no more once gone.
 */
import type { Component } from 'svelte'
import { expect, onTestFinished, test, vi } from 'vitest'
import { signerFromSeed } from '#shared/logbook'
import type { RoomPlace } from '#web/league'
import { crewRoom } from '#web/room'
import { signPresence } from '../../../../web/net/presence.ts'
import RoomBar from '../../../../web/screens/desk/RoomBar.svelte'
import { stage } from '../../desk/tables/stage.svelte.ts'
import { found, hashCanary, wordCanary } from '../../league/canaries.ts'
import { LEAGUE } from '../league/test-league.ts'
import { openTestOffice } from '../league/test-office.ts'
import { testRoom } from '../league/test-room.ts'

const LAYOUT = 'ab'.repeat(16)
const SESSION = 'cd'.repeat(16)
const CANARIES = [
  ...wordCanary('track', 'kestrel-hill-7f3a9c'),
  ...wordCanary('layout', 'kestrel-loop-91bd04'),
  ...wordCanary('notes', 'kestrel-notes-5e2f11'),
  ...wordCanary('cursor', '1284.5'),
  hashCanary('layout id', LAYOUT),
  hashCanary('session id', SESSION),
]

const DESK = {
  laps: [
    {
      isReference: true,
      session: { id: SESSION, notes: 'kestrel-notes-5e2f11', origin: { kind: 'file' } },
      layout: { id: LAYOUT, name: 'kestrel-loop-91bd04' },
      track: { name: 'kestrel-hill-7f3a9c' },
    },
  ],
  view: { lengthM: 5000 },
  hasMetres: true,
  link: { cursor: 1284.5 },
  sight: { toMetres: (x: number) => x, atMetres: (m: number) => m },
}

type Where = { readonly league: string; readonly isTrimmed: boolean }

/** All that others were told, as it is signed. */
const openBar = async (where: readonly Where[]) => {
  const room = testRoom()
  const told: RoomPlace[] = []
  room.show = place => void told.push(place)
  const sharedWhere = vi.fn(async () => ({ ok: true, value: where }) as never)
  openTestOffice({ enterRoom: async () => ({ ok: true, value: room }), sharedWhere })
  onTestFinished(() => crewRoom.leave())
  await crewRoom.enter(LEAGUE, 'Tuesday GT3')
  const guests = vi.fn()
  const { root } = await stage(RoomBar as unknown as Component<Record<string, unknown>>, {
    desk: DESK,
    onguests: guests,
  })
  await vi.waitFor(() => expect(sharedWhere).toHaveBeenCalled())
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0))
  const signer = signerFromSeed('a'.repeat(64) as never, new Uint8Array(32).fill(3))
  const bytes = async (): Promise<Uint8Array[]> => {
    const signed = told.map(place =>
      signPresence(place, { room: new Uint8Array(32), client: 1, count: 1 }, signer),
    )
    return (await Promise.all(signed)).map(each => new TextEncoder().encode(JSON.stringify(each)))
  }
  return { room, root, guests, told, bytes }
}

const button = (root: HTMLElement, name: string): HTMLButtonElement | undefined =>
  [...root.querySelectorAll('button')].find(each => each.textContent?.includes(name))

test.each<[string, readonly Where[]]>([
  ['with nobody', []],
  ['with another league', [{ league: 'f'.repeat(64), isTrimmed: false }]],
  ['without where it was driven', [{ league: LEAGUE, isTrimmed: true }]],
])('a desk of a session shared %s says that somebody is there, and no more', async (_, where) => {
  const { told, bytes, root } = await openBar(where)
  expect(root.textContent).toContain('nothing of it')
  expect(told.at(-1)).toEqual({ at: 'desk', road: null, cursorM: null })
  expect(found(CANARIES, await bytes())).toEqual([])
})

test('a desk of a session the league has says the road and the cursor, which is what a leak would look like', async () => {
  const { root, bytes } = await openBar([{ league: LEAGUE, isTrimmed: false }])
  await vi.waitFor(() => expect(root.textContent).toContain('They see your cursor'))
  expect(found(CANARIES, await bytes())).toEqual(['track', 'layout', 'cursor'])
})

test('whoever is followed is drawn on our own axis, and no more once they went', async () => {
  const { room, root, guests } = await openBar([])
  const road = { layout: 'other', name: 'Kestrel-hill-7f3a9c · kestrel-loop-91bd04', lengthM: 5050 }
  const kim = { client: 2, name: 'Kim', deviceName: 'Kim’s laptop', isMe: false }
  room.become({ people: [{ ...kim, place: { at: 'desk', road, cursorM: 2525 } }] })
  await vi.waitFor(() => expect(button(root, 'Follow Kim')).toBeDefined())
  button(root, 'Follow Kim')!.click()
  await vi.waitFor(() => expect(guests).toHaveBeenLastCalledWith([{ name: 'Kim', x: 2500 }]))
  room.become({ people: [] })
  await vi.waitFor(() => expect(guests).toHaveBeenLastCalledWith([]))
  expect(button(root, 'Follow Kim')).toBeUndefined()
})
