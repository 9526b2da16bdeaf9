/**
 * The worker behind `createTraceReader` and `createRechecker`: reads a stored trace, or takes bytes, and makes it ready for
 * drawing, or times its lap again.
 */
import { expose, transfer } from 'comlink'
import type { Sha256 } from '#shared/id'
import { type LapCheck, type Library, type Outcome, openLibrary, type Recheck, succeed } from '#web/store'
import { buffersOf, type OpenedTrace, openedTrace } from './decode.ts'
import { MAX_CHECKED_BYTES, recheckOf } from './recheck.ts'

let opening: Promise<Outcome<Library>> | null = null

const openOnce = async (name: string): Promise<Outcome<Library>> => {
  opening ??= openLibrary({ name })
  const library = await opening
  if (!library.ok) opening = null
  return library
}

const handOver = (opened: Outcome<OpenedTrace>): Outcome<OpenedTrace> =>
  opened.ok ? transfer(opened, buffersOf(opened.value)) : opened

const api = {
  async openStored(libraryName: string, sha256: Sha256): Promise<Outcome<OpenedTrace>> {
    const library = await openOnce(libraryName)
    if (!library.ok) return library
    const bytes = await library.value.blobs.read(sha256)
    return bytes.ok ? handOver(openedTrace(bytes.value)) : bytes
  },
  async recheck(libraryName: string, { trace, ...check }: LapCheck): Promise<Outcome<Recheck>> {
    const library = await openOnce(libraryName)
    if (!library.ok) return library
    const { blobs } = library.value
    const info = await blobs.info(trace)
    if (info.ok && (info.value?.size ?? 0) > MAX_CHECKED_BYTES) return succeed('gave-up')
    const bytes = await blobs.read(trace)
    if (!bytes.ok) return bytes
    try {
      return succeed(recheckOf(bytes.value, check))
    } catch {
      // Somebody else's bytes: that they break the reader, or take all memory there is, is their fault.
      return succeed('gave-up')
    }
  },
  openBytes: (bytes: Uint8Array): Outcome<OpenedTrace> => handOver(openedTrace(bytes)),
}

export type TraceWorker = typeof api

expose(api)
