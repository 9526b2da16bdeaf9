/**
 * How a program meets other members of a league of whom it has no address: it tells where it listens and dials those it is
 * told of, as `#shared/sync` says, so that programs who only shared a relay go on when it stops.
 */
import { type Dialled, systemClock } from '#node/p2p'
import type { DeviceSigner, Replica, Signatures } from '#shared/logbook'
import {
  addressesToPlaces,
  createMeeting,
  createNeighbours,
  type LeagueMesh,
  type Meeting,
  type MeetingPlace,
} from '#shared/sync'

export interface MeetingParts {
  readonly replica: Replica
  readonly signer: DeviceSigner
  readonly signatures: Signatures
  /** Where this program listens. */
  readonly addresses: readonly string[]
  readonly dial: (address: string, signal: AbortSignal) => Promise<Dialled>
  readonly onFault: (error: unknown) => void
}

export interface ProgramMeeting {
  readonly meeting: Meeting
  /** From now on others are dialled; answers how to stop. */
  start(mesh: LeagueMesh): () => void
}

const DIAL_MS = 20_000

/** WebRTC is for pages: between programs TCP is five times as fast. */
const isForPrograms = (place: MeetingPlace): place is MeetingPlace & { kind: 'address' } =>
  place.kind === 'address' && place.address.includes('/tcp/')

export const createProgramMeeting = (parts: MeetingParts): ProgramMeeting => {
  const { replica, signer, signatures, dial, onFault } = parts
  const ports = { clock: systemClock, random: Math.random }
  const meeting = createMeeting({ ...ports, replica, signer, signatures, onFault })
  meeting.setPlaces(addressesToPlaces(parts.addresses))
  return {
    meeting,
    start(mesh) {
      const stopped = new AbortController()
      const neighbours = createNeighbours({
        ...{ ...ports, own: signer.device, meeting },
        connected: () => mesh.peers().map(({ device }) => device),
        canDial: isForPrograms,
        async dial(place) {
          if (!isForPrograms(place)) return null
          const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(DIAL_MS)])
          const dialled = await dial(place.address, signal)
          return dialled.ok ? dialled.wire : null
        },
        greet: wire => mesh.attach(wire, 'dialler'),
      })
      const stopWatching = mesh.onChange(neighbours.look)
      neighbours.look()
      return () => {
        stopped.abort()
        stopWatching()
        neighbours.stop()
      }
    },
  }
}
