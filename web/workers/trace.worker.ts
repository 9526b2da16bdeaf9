/** The worker behind `createTraceReader`: reads a stored trace, or takes bytes, and makes it ready for drawing. */
import { expose, transfer } from 'comlink'
import type { Sha256 } from '#shared/id'
import { type Library, type Outcome, openLibrary } from '#web/store'
import { buffersOf, type OpenedTrace, openedTrace } from './decode.ts'

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
  openBytes: (bytes: Uint8Array): Outcome<OpenedTrace> => handOver(openedTrace(bytes)),
}

export type TraceWorker = typeof api

expose(api)
