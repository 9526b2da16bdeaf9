/** A recording of a made game, without a game: what its decoder says of so many milliseconds of driving. */
import {
  createFakePages,
  createPageDecoder,
  createRigHeader,
  eventsToBytes,
  type SimEvent,
} from '#shared/sim'
import { asEpochMillis } from '#shared/units'

export const makeEvents = (forMs: number): SimEvent[] => {
  const game = createFakePages({ game: 'acc', circuit: 'kestrel-heath', seed: 3, laps: 2 })
  const decoder = createPageDecoder()
  const events: SimEvent[] = [
    { kind: 'clock', atMs: 0, epochMs: asEpochMillis(1_800_000_000_000), utcOffsetMin: 0 },
  ]
  for (let atMs = 3; atMs < forMs; atMs += 3) {
    const pages = game.fill(atMs)
    for (const page of ['static', 'graphics', 'physics'] as const)
      decoder.take({ family: 'ac', page, bytes: pages[page], atMs })
    if (atMs % 15 === 0) for (const event of decoder.drain()) events.push(event)
  }
  for (const event of decoder.drain()) events.push(event)
  return events
}

export const eventsToRecording = (events: readonly SimEvent[]): Buffer =>
  Buffer.concat([createRigHeader(), eventsToBytes(events)])
