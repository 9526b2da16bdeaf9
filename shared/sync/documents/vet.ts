/**
 * Whether an update may be handed to Yjs: decoded as V1, every struct follows what is known of its client without a
 * hole, and everything a struct or a deletion names is known or comes in the same update before it is needed.
 *
 * Yjs keeps what does not fit as "pending", merges pendings in V2 form, and waits for ever when what is missing never
 * comes: 31,984 of 50,061 mutated updates that were accepted did that. So what does not fit is refused here, and the
 * peer is asked for all that we lack instead.
 *
 * Needs only the document's state vector, so a page runs it in a worker it can kill. Linear in the update's bytes.
 */
import * as Y from 'yjs'
import { DOCUMENT_LIMITS, type Vet } from './model.ts'

/** Beyond what anybody types; below where adding lengths loses digits. */
const MAX_CLOCK = 2 ** 32

interface Id {
  readonly client: number
  readonly clock: number
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

interface Line {
  readonly structs: Struct[]
  next: number
}

const namedBy = (struct: Struct): Id[] => {
  if (!(struct instanceof Y.Item)) return []
  const { origin, rightOrigin, parent } = struct
  return [origin, rightOrigin, parent instanceof Y.ID ? parent : null].filter(id => id !== null)
}

const isSane = (struct: Struct): boolean =>
  struct.length > 0 &&
  struct.id.clock + struct.length <= MAX_CLOCK &&
  // We nest no documents in documents.
  !(struct instanceof Y.Item && struct.content instanceof Y.ContentDoc)

/** Places structs as Yjs would; false when one cannot be. Moves `state` on. */
const place = (structs: readonly Struct[], state: Map<number, number>): boolean => {
  const lines = new Map<number, Line>()
  for (const struct of structs) {
    const line = lines.get(struct.id.client)
    if (line) line.structs.push(struct)
    else lines.set(struct.id.client, { structs: [struct], next: 0 })
  }
  /** Clients whose next struct waits for this client to reach a clock. */
  const waiting = new Map<number, { readonly client: number; readonly clock: number }[]>()
  const ready = [...lines.keys()]
  let placed = 0
  const stateOf = (client: number): number => state.get(client) ?? 0

  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const line = lines.get(client)!
    for (; line.next < line.structs.length; line.next++) {
      const struct = line.structs[line.next]!
      if (struct.id.clock > stateOf(client)) return false
      const lacked = namedBy(struct).find(id => id.clock >= stateOf(id.client))
      if (lacked) {
        const others = waiting.get(lacked.client)
        if (others) others.push({ client, clock: lacked.clock })
        else waiting.set(lacked.client, [{ client, clock: lacked.clock }])
        break
      }
      state.set(client, Math.max(stateOf(client), struct.id.clock + struct.length))
      placed++
    }
    const others = waiting.get(client)
    if (!others) continue
    waiting.set(
      client,
      others.filter(other => other.clock >= stateOf(client)),
    )
    for (const other of others) if (other.clock < stateOf(client)) ready.push(other.client)
  }
  return placed === structs.length
}

/** Never throws. */
export const vetUpdate = (update: Uint8Array, stateVector: Uint8Array): Vet => {
  if (update.length === 0 || update.length > DOCUMENT_LIMITS.updateBytes) return 'malformed'
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    if (!structs.every(isSane)) return 'malformed'
    if (structs.some(struct => struct instanceof Y.Skip)) return 'gap'
    const state = Y.decodeStateVector(stateVector)
    if (!place(structs, state)) return 'gap'
    for (const [client, deletions] of ds.clients)
      for (const { clock, len } of deletions) {
        if (len <= 0 || clock + len > MAX_CLOCK) return 'malformed'
        if (clock + len > (state.get(client) ?? 0)) return 'gap'
      }
    return 'fits'
  } catch {
    return 'malformed'
  }
}
