/**
 * What a room says to those who signal for it, byte for byte: nothing of the crew, its secret, its people or its notes.
 * A room that leaks (its topic is no hash) makes the same search find it.
 */
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createSignatures, type DeviceId, type LeagueId, publicKeyOf, signWithSeed } from '#shared/logbook'
import { createMemoryDocumentStore, openDocument } from '#shared/sync'
import { openRoom } from '../../../web/net/room.ts'
import { found, hashCanary, wordCanary } from '../league/canaries.ts'

const NOTES = 'kestrel-notes-7f3a9c'
const ROAD = 'kestrel-road-91bd04'
const LEAGUE = 'c0ffee'.padEnd(64, '5a') as LeagueId
const SECRET = new Uint8Array(32).map((_, i) => i * 7 + 3)
const SEED = new Uint8Array(32).fill(11)
const DEVICE = publicKeyOf(SEED) as DeviceId
const CANARIES = [
  ...wordCanary('notes', NOTES),
  ...wordCanary('road', ROAD),
  hashCanary('league', LEAGUE),
  hashCanary('secret', [...SECRET].map(byte => byte.toString(16).padStart(2, '0')).join('')),
  hashCanary('device', DEVICE),
]

/** Somebody who signals, and another page of the topic that announces itself so that an offer is made to it. */
class TappedSocket extends EventTarget {
  static readonly said: Uint8Array[] = []
  static readonly OPEN = 1
  readonly readyState = 1
  onopen: (() => void) | null = null
  onmessage: ((event: { readonly data: string }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(url: string) {
    super()
    TappedSocket.said.push(new TextEncoder().encode(url))
    queueMicrotask(() => this.onopen?.())
  }
  send(text: string): void {
    TappedSocket.said.push(new TextEncoder().encode(text))
    // Its own announcement comes back from a page of another name: y-webrtc answers whoever is not itself.
    if (JSON.parse(text).type === 'ping') this.onmessage?.({ data: '{"type":"pong"}' })
  }
  close(): void {
    this.onclose?.()
  }
}

afterEach(() => {
  vi.unstubAllGlobals()
  TappedSocket.said.length = 0
})

const enter = async (signatures = createSignatures(crypto.subtle)): Promise<void> => {
  vi.stubGlobal('WebSocket', TappedSocket)
  const document = await openDocument(createMemoryDocumentStore(), 'notes')
  document.doc.getText('text').insert(0, NOTES)
  const room = await openRoom({
    ...{ league: LEAGUE, epoch: 1, secret: SECRET, document, signatures },
    signalling: ['ws://localhost:7420/signal'],
    signer: { device: DEVICE, sign: async message => signWithSeed(SEED, message) },
  })
  onTestFinished(() => room.close())
  room.show({ at: 'desk', road: { layout: 'a'.repeat(32), name: ROAD, lengthM: 5000 }, cursorM: 12 })
  document.doc.getText('text').insert(0, `${NOTES} again `)
  await expect
    .poll(
      () => TappedSocket.said.filter(bytes => new TextDecoder().decode(bytes).includes('"publish"')).length,
    )
    .toBeGreaterThan(0)
}

test('is a topic and what cannot be read', async () => {
  await enter()
  expect(found(CANARIES, TappedSocket.said)).toEqual([])
})

test('of a room that leaks is found', async () => {
  const honest = createSignatures(crypto.subtle)
  await enter({ ...honest, sha256: async bytes => bytes })
  expect(found(CANARIES, TappedSocket.said)).toEqual(['league', 'secret'])
})
