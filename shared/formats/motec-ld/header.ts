/**
 * Who drove what, where and when: the header and the three blocks it leads to.
 *
 * Invariant: no pointer is believed. A block that does not fit in the file, or a text that is none, is as if it were
 * not there; files of other tools have sample data where a logger's header goes on.
 */
import { cleanText } from '../common/index.ts'
import type { ByteSource } from '../model.ts'
import { EVENT, HEADER, MARKER, type TextField, textAt, VEHICLE, VENUE, viewOf } from './layout.ts'
import type { FileWindow } from './window.ts'

export interface LdHeader {
  readonly firstBlock: number
  /** As the logger's clock said, without a time zone: 'DD/MM/YYYY', 'HH:MM[:SS]'. */
  readonly date: string
  readonly time: string
  readonly driver: string
  readonly vehicle: string
  readonly venue: string
  readonly device: string
  /** Event, session and comments, as far as they say something. */
  readonly comment: string
}

/** Null when the file is no .ld file, or ends before its list of channels begins. */
export const readHeader = async (source: ByteSource, window: FileWindow): Promise<LdHeader | null> => {
  const bytes = await window.bytes(0, HEADER.size)
  if (bytes.length < HEADER.constants) return null
  const view = viewOf(bytes)
  const firstBlock = view.getUint32(HEADER.firstBlock, true)
  if (view.getUint32(0, true) !== MARKER || firstBlock < HEADER.constants || firstBlock >= source.size)
    return null
  const dataAt = view.getUint32(HEADER.data, true)
  const end = Math.min(firstBlock, dataAt >= HEADER.constants ? dataAt : firstBlock, bytes.length)
  const field = (where: TextField): string =>
    where.at + where.length <= end ? cleanText(textAt(bytes, where)) : ''
  const own = {
    firstBlock,
    date: field(HEADER.date),
    time: field(HEADER.time),
    driver: field(HEADER.driver),
    device: field(HEADER.device),
  }
  const [vehicle, venue] = [field(HEADER.vehicle), field(HEADER.venue)]
  const [session, comment] = [field(HEADER.session), field(HEADER.comment)]
  const eventAt = HEADER.event + 4 <= end ? view.getUint32(HEADER.event, true) : 0
  const blocks = await readBlocks(source, window, eventAt)
  return {
    ...own,
    vehicle: vehicle || blocks.vehicle,
    venue: venue || blocks.venue,
    comment: distinct([...blocks.event, session, comment, blocks.comment]).join(' · '),
  }
}

interface Blocks {
  readonly event: readonly string[]
  readonly comment: string
  readonly venue: string
  readonly vehicle: string
}

const readBlocks = async (source: ByteSource, window: FileWindow, eventAt: number): Promise<Blocks> => {
  const blockAt = async (at: number, size: number): Promise<Uint8Array | null> => {
    if (at < HEADER.constants || at + size > source.size) return null
    return (await window.bytes(at, size)).slice()
  }
  const event = await blockAt(eventAt, EVENT.size)
  const venue = event && (await blockAt(viewOf(event).getUint32(EVENT.venue, true), VENUE.size))
  const vehicle = venue && (await blockAt(viewOf(venue).getUint32(VENUE.vehicle, true), VEHICLE.size))
  const text = (block: Uint8Array | null, field: TextField): string =>
    block ? cleanText(textAt(block, field), field.length) : ''
  return {
    event: [text(event, EVENT.name), text(event, EVENT.session)],
    comment: text(event, EVENT.comment),
    venue: text(venue, VENUE.name),
    vehicle: text(vehicle, VEHICLE.id) || text(vehicle, VEHICLE.description),
  }
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts.filter(text => text !== ''))]
