/** What the desk's worker does: opens recordings from the library, lays laps along one another and keeps them. */
import { transfer } from 'comlink'
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

export interface DeskApi {
  /** Reads these laps and does once what `open` and `column` do, to have it done before. The desk opened last stays. */
  prepare(libraryName: string, request: DeskRequest): Promise<void>
  open(libraryName: string, request: DeskRequest): Promise<DeskAnswer<DeskView>>
  /** Of the desk opened last. */
  column(id: LapId, index: number): DeskAnswer<DeskColumn>
  findings(id: LapId): Promise<DeskAnswer<DeskFindings>>
  bests(scope: BestScope, id: LapId): Promise<DeskAnswer<DeskBests>>
}

/** Two laps and so many of their channels make the code quick; more would keep a desk that is opened now waiting. */
const PREPARED_COLUMNS = 6

export const createDeskApi = (): DeskApi => {
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

  const ask = async <T>(
    question: (loader: LapLoader, desk: OpenedDesk) => Promise<T | null>,
  ): Promise<DeskAnswer<T>> => {
    const answer = desk && loader ? await question(loader, desk) : null
    return answer ? { kind: 'done', value: answer } : failed(GONE)
  }

  return {
    async prepare(libraryName, { laps, reference }) {
      const opened = await openOnce(libraryName)
      if (!opened.ok) return
      const { found, lost } = await opened.value.load(laps)
      const referenceLap = found.find(lap => lap.id === reference)
      if (!referenceLap) return
      const others = found.filter(lap => lap !== referenceLap).slice(0, 1)
      const prepared = openDesk(referenceLap, [referenceLap, ...others], lost)
      for (const { input, aligned } of prepared.laps.values()) {
        for (const channel of input.trace.channels.slice(0, PREPARED_COLUMNS))
          columnOf(input, aligned, channel)
      }
    },

    async open(libraryName, { laps, reference }) {
      const opened = await openOnce(libraryName)
      if (!opened.ok) return failed(opened.message)
      const { found, lost } = await opened.value.load(laps)
      const referenceLap = found.find(lap => lap.id === reference)
      if (!referenceLap) return failed(lost.find(lap => lap.id === reference)?.reason ?? GONE)
      desk = openDesk(referenceLap, found, lost)
      return { kind: 'done', value: desk.view }
    },

    column(id, index) {
      const lap = desk?.laps.get(id)
      const channel = lap?.input.trace.channels[index]
      if (!lap || !channel) return failed(GONE)
      const column = columnOf(lap.input, lap.aligned, channel)
      return transfer({ kind: 'done', value: column } as const, buffersOfColumn(column))
    },

    findings: id => ask((laps, opened) => findingsOf(laps, opened, id)),
    bests: (scope, id) => ask((laps, opened) => bestsOf(laps, opened, scope, id)),
  }
}

const failed = (reason: string): { readonly kind: 'failed'; readonly reason: string } => ({
  kind: 'failed',
  reason,
})

const GONE =
  'This lap is no longer in the library on this device, so it cannot be compared; choose another one.'
