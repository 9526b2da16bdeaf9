/** The worker behind the desk: opens recordings from the library, lays laps along one another and keeps them. */
import { expose, transfer } from 'comlink'
import type { LapId } from '#shared/id'
import { type Library, type Outcome, openLibrary } from '#web/store'
import { bestsOf } from './desk-bests.ts'
import { buffersOfColumn, columnOf } from './desk-columns.ts'
import { findingsOf } from './desk-findings.ts'
import { createLapLoader, type LapLoader } from './desk-laps.ts'
import type {
  BestScope,
  DeskAnswer,
  DeskBests,
  DeskColumn,
  DeskFindings,
  DeskRequest,
  DeskView,
} from './desk-model.ts'
import { type OpenedDesk, openDesk } from './desk-view.ts'

let opening: Promise<Outcome<Library>> | null = null
let loader: LapLoader | null = null
let desk: OpenedDesk | null = null

const openOnce = async (name: string): Promise<Outcome<LapLoader>> => {
  opening ??= openLibrary({ name })
  const library = await opening
  if (!library.ok) {
    opening = null
    return library
  }
  loader ??= createLapLoader(library.value)
  return { ok: true, value: loader }
}

const failed = (reason: string): { readonly kind: 'failed'; readonly reason: string } => ({
  kind: 'failed',
  reason,
})

const api = {
  async open(libraryName: string, { laps, reference }: DeskRequest): Promise<DeskAnswer<DeskView>> {
    const opened = await openOnce(libraryName)
    if (!opened.ok) return failed(opened.message)
    const { found, lost } = await opened.value.load(laps)
    const referenceLap = found.find(lap => lap.id === reference)
    if (!referenceLap) return failed(lost.find(lap => lap.id === reference)?.reason ?? GONE)
    desk = openDesk(referenceLap, found, lost)
    return { kind: 'done', value: desk.view }
  },

  column(id: LapId, index: number): DeskAnswer<DeskColumn> {
    const lap = desk?.laps.get(id)
    const channel = lap?.input.trace.channels[index]
    if (!lap || !channel) return failed(GONE)
    const column = columnOf(lap.input, lap.aligned, channel)
    return transfer({ kind: 'done', value: column } as const, buffersOfColumn(column))
  },

  async findings(id: LapId): Promise<DeskAnswer<DeskFindings>> {
    if (!desk || !loader) return failed(GONE)
    const answer = await findingsOf(loader, desk, id)
    return answer ? { kind: 'done', value: answer } : failed(GONE)
  },

  async bests(scope: BestScope, id: LapId): Promise<DeskAnswer<DeskBests>> {
    if (!desk || !loader) return failed(GONE)
    const answer = await bestsOf(loader, desk, scope, id)
    return answer ? { kind: 'done', value: answer } : failed(GONE)
  },
}

const GONE =
  'This lap is no longer in the library on this device, so it cannot be compared; choose another one.'

export type DeskWorker = typeof api

expose(api)
