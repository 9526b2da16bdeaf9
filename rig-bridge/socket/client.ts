/**
 * One client of the socket: the table of `#shared/api`'s messages.ts, as a machine.
 *
 * | state    | hello            | ask-code · pair | laps · chunk · confirm | HELLO_WITHIN_MS | unpairedForMs |
 * |----------|------------------|-----------------|------------------------|-----------------|---------------|
 * | opened   | open or unpaired | protocol        | protocol               | let go          |               |
 * | unpaired | protocol         | code · open     | protocol               |                 | let go        |
 * | open     | protocol         | protocol        | answered               |                 |               |
 *
 * A guest's door has no desk and its clients no shelf: then an unknown token, and anything but hello, ends it.
 * Invariants: requests are answered one after the other, in order, and the next one is looked at when the system has
 * taken the answer before; what a request awaited is dropped when the client was ended meanwhile.
 */
import {
  encodeTraceChunk,
  HELLO_WITHIN_MS,
  LAPS_PER_MESSAGE,
  RIG_VERSION,
  type ToRig,
  toRigSchema,
} from '#shared/api'
import type { SocketLimits } from './limits.ts'
import type { Line } from './line.ts'
import type { Door, LapShelf } from './ports.ts'
import { refusedMessage } from './refusals.ts'

type Want = 'live' | 'laps'

type State =
  | { readonly kind: 'opened'; readonly sinceMs: number }
  | { readonly kind: 'unpaired'; readonly sinceMs: number; readonly wants: readonly Want[] }
  | { readonly kind: 'open'; readonly pairing: string; readonly wants: readonly Want[] }

export interface ClientParts {
  readonly line: Line
  readonly door: Door
  /** Null for guests. */
  readonly shelf: LapShelf | null
  readonly bridgeId: string
  readonly version: string
  readonly now: () => number
  readonly limits: SocketLimits
  /** It is open from now on, and knows it. */
  readonly onOpen: () => void
  readonly onBug: (error: unknown) => void
}

export interface Client {
  /** The pairing of an open client. */
  pairing(): string | null
  wants(what: Want): boolean
  hear(text: string): void
  tick(): void
}

const textToMessage = (text: string): ToRig | null => {
  try {
    return toRigSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

export const createClient = (parts: ClientParts): Client => {
  const { line, door, shelf, now, limits } = parts
  const { version } = parts
  let state: State = { kind: 'opened', sinceMs: now() }
  let last: Promise<unknown> = Promise.resolve()
  let pending = 0

  const open = (pairing: string, wants: readonly Want[]): void => {
    state = { kind: 'open', pairing, wants }
    line.send({ type: 'welcome', v: RIG_VERSION, bridgeId: parts.bridgeId, version, pairingId: pairing })
    parts.onOpen()
  }

  const hello = (message: Extract<ToRig, { type: 'hello' }>) => {
    if (message.v > RIG_VERSION) return line.end('too-new')
    const pairing = message.token === undefined ? null : door.knows(message.token)
    if (pairing !== null) return open(pairing, message.wants)
    if (door.pairing === null) return line.end('revoked')
    state = { kind: 'unpaired', sinceMs: now(), wants: message.wants }
    line.send({ type: 'unpaired', v: RIG_VERSION, version })
  }

  const askCode = (): void => {
    const shown = door.pairing?.showCode(client) ?? null
    if (shown === null) line.send(refusedMessage('too-many-tries'))
    else line.send({ type: 'code-shown', validMs: shown.validMs })
  }

  const pair = async (code: string, name: string): Promise<void> => {
    const tried = await door.pairing?.pair(client, code, name)
    if (tried === undefined || state.kind !== 'unpaired') return
    if (tried.kind !== 'paired') return line.send(refusedMessage(tried.kind))
    // Revoked while the disk took it.
    if (door.knows(tried.token) === null) return line.end('revoked')
    line.send({ type: 'paired', token: tried.token })
    open(tried.pairing, state.wants)
  }

  const answer = async (message: ToRig, pairing: string, laps: LapShelf): Promise<void> => {
    switch (message.type) {
      case 'laps':
        return line.send({ type: 'laps', ...laps.list(pairing, message.after, LAPS_PER_MESSAGE) })
      case 'chunk': {
        const bytes = await laps.chunk(message.lap, message.index)
        if (bytes === null) return line.send(refusedMessage('unknown-lap'))
        return await line.sendBytes(encodeTraceChunk({ lap: message.lap, index: message.index, bytes }))
      }
      case 'confirm': {
        const isOurs = await laps.confirm(message.lap, pairing)
        return line.send(isOurs ? { type: 'confirmed', lap: message.lap } : refusedMessage('unknown-lap'))
      }
      default:
        return line.end('protocol')
    }
  }

  /** Decides by the state in which a request's turn comes: a page may send `pair` and `laps` in one go. */
  const act = (message: ToRig): void | Promise<void> => {
    switch (state.kind) {
      case 'opened':
        return message.type === 'hello' ? hello(message) : line.end('protocol')
      case 'unpaired':
        if (message.type === 'ask-code') return askCode()
        return message.type === 'pair' ? pair(message.code, message.name) : line.end('protocol')
      case 'open':
        return shelf === null ? line.end('protocol') : answer(message, state.pairing, shelf)
    }
  }

  const hear = (text: string): void => {
    const message = textToMessage(text)
    if (message === null || pending >= limits.maxPending) {
      line.end(message === null ? 'protocol' : 'too-often')
      return
    }
    pending++
    last = last
      .then(() => (line.isOpen() ? act(message) : undefined))
      .catch(error => {
        parts.onBug(error)
        line.end('protocol')
      })
      .finally(() => {
        pending--
      })
  }

  const client: Client = {
    pairing: () => (state.kind === 'open' && line.isOpen() ? state.pairing : null),
    wants: what => state.kind === 'open' && line.isOpen() && state.wants.includes(what),
    hear,
    tick: () => {
      if (state.kind === 'open') return
      const patience = state.kind === 'opened' ? HELLO_WITHIN_MS : limits.unpairedForMs
      if (now() - state.sinceMs > patience) line.leave()
    },
  }
  return client
}
