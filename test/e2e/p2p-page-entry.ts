/** The page's libp2p and rooms alone, for p2p-page.e2e.ts: what it can do is called by name from outside. */
import { createSignatures, type DeviceId, type LeagueId, publicKeyOf, signWithSeed } from '#shared/logbook'
import { createMemoryDocumentStore, type MeetingPlace, openDocument, type Wire } from '#shared/sync'
import { type CrewRoom, loadRooms, type P2pHost } from '#web/net'
import { startP2pHost } from '../../web/net/p2p-host.ts'

const echoes: Wire[] = []
let host: P2pHost | null = null
let room: CrewRoom | null = null
const document = await openDocument(createMemoryDocumentStore(), 'notes')
const { doc } = document

/** Sends back all it hears. */
const echo = async (wire: Wire): Promise<void> => {
  echoes.push(wire)
  for await (const piece of wire.received) await wire.send(piece)
  await wire.close()
}

export const api = {
  async start() {
    host = await startP2pHost(wire => void echo(wire).catch(() => {}))
    return host.peerId
  },
  /** Ways to another page that said it is at these places. */
  waysTo: (places: readonly MeetingPlace[]) => places.map(place => host!.circuitTo(place)),
  places: () => host!.places(),
  /** Bytes there and back: how many, by which route, in how long. */
  async echoFrom(address: string, bytes: number) {
    const dialled = await host!.dial(address, AbortSignal.timeout(20_000))
    if (!dialled.ok) throw new Error(dialled.reason)
    const { wire } = dialled
    const sending = wire.send(new Uint8Array(bytes).fill(7))
    let heard = 0
    let isWhole = true
    for await (const piece of wire.received) {
      heard += piece.length
      isWhole &&= piece.every(byte => byte === 7)
      if (heard === bytes) break
    }
    await sending
    await wire.close()
    return { heard, isWhole, route: wire.route, ends: wire.ends }
  },
  async enterRoom(signalling: string, seed: number, secret: number) {
    const key = new Uint8Array(32).fill(seed)
    const { openRoom } = await loadRooms()
    room = await openRoom({
      league: 'ab'.repeat(32) as LeagueId,
      epoch: 1,
      secret: new Uint8Array(32).fill(secret),
      document,
      signalling: [signalling],
      signer: {
        device: publicKeyOf(key) as DeviceId,
        sign: async message => signWithSeed(key, message),
      },
      signatures: createSignatures(crypto.subtle),
    })
  },
  connections: () => room!.connections(),
  type: (text: string) => doc.getText('notes').insert(0, text),
  notes: () => doc.getText('notes').length,
  show: (cursorM: number) =>
    room!.show({ at: 'desk', road: { layout: 'a', name: 'Hill', lengthM: 900 }, cursorM }),
  people: () => room!.people(),
}

declare global {
  var p2p: typeof api
}
globalThis.p2p = api
