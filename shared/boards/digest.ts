/**
 * One hash over everything the boards of a league show: equal on all replicas that hold the same entries and believe the
 * same moment. For tests and for a person who asks whether two devices agree.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, type Sha256 } from '#shared/id'
import { ANY, boardOf, recordHistory } from './board.ts'
import type { BoardsView } from './view.ts'

export const boardsDigest = (view: BoardsView): Sha256 => {
  const shown = [...view.sessionsByLayout.keys()].sort().map(layout => {
    const board = boardOf(view, { ...ANY, layout })
    const sectors = Array.from(
      { length: board.sectorCount },
      (_, sector) => boardOf(view, { ...ANY, layout, sector }).rows,
    )
    return [board, sectors, recordHistory(view, { ...ANY, layout })]
  })
  const text = JSON.stringify([view.governance, shown])
  return bytesToHex(sha256(new TextEncoder().encode(text))) as Sha256
}
