/** Offices over real libraries: the page's own engine, workers and storage, for several people in one page. */
import { onTestFinished } from 'vitest'
import { createSignatures, type LeagueId } from '#shared/logbook'
import { createMemoryLink, type Wire } from '#shared/sync'
import { createWebHashing, type Library } from '#web/store'
import type { LeagueKeeper } from '#web/workers'
import { startLeading } from '../../../web/league/engine/leading/leading.ts'
import type { Network } from '../../../web/league/engine/network.ts'
import { createOffice } from '../../../web/league/engine/office.ts'
import { createLeagueKeeper, createRechecker } from '../../../web/workers/league-work.ts'
import { openTestLibrary } from '../store/support.ts'
import { value } from './offices.ts'

export const hashing = createWebHashing(crypto.subtle)

const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export interface RealOffice {
  readonly office: ReturnType<typeof createOffice>
  readonly keeper: LeagueKeeper
  readonly network: Network
  readonly library: Library
}

export const openRealOffice = async (
  personName: string,
  deviceName: string,
  /** How a build that leaks would keep its leagues. */
  spoil: (keeper: LeagueKeeper) => LeagueKeeper = keeper => keeper,
): Promise<RealOffice> => {
  const library = await openTestLibrary()
  const keeper = spoil(createLeagueKeeper(library.name))
  onTestFinished(() => keeper.close())
  value(await keeper.rename({ personName, deviceName }))
  const signatures = createSignatures(crypto.subtle)
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const network = await startLeading({
    ...{ keeper, clock, signatures, random, hashing },
    switches: { isPaused: false, isMetered: false },
    programVersion: 'test',
    startReach: null,
    homeAddresses: async () => [],
    onFault: error => {
      throw error
    },
  })
  onTestFinished(() => network.close())
  const office = createOffice({
    ...{ keeper, network, clock, signatures, random },
    rechecker: createRechecker({ libraryName: library.name }),
    enterRoom: async () => ({ ok: false, message: 'no rooms in this test' }),
    prepareReach: () => {},
    joinPlace: 'https://paddock.test/join',
    homeAddresses: async () => [],
    tellTabs: () => {},
    onTabs: () => {},
    keepSwitches: async () => {},
  })
  return { office, keeper, network, library }
}

/** Connects two of them for a league; `tap` sees all the first one sends, as its wire does. */
export const connectOver = async (
  league: LeagueId,
  first: RealOffice,
  second: RealOffice,
  tap: (bytes: Uint8Array) => void,
): Promise<void> => {
  const { wires } = createMemoryLink({ clock })
  const [own, other] = wires
  const tapped: Wire = {
    ...own,
    send: bytes => {
      tap(bytes.slice())
      return own.send(bytes)
    },
  }
  const [here, there] = await Promise.all([
    first.network.attach(league, tapped, 'answerer'),
    second.network.attach(league, other, 'dialler'),
  ])
  if (!here.ok || !there.ok) throw new Error(`${JSON.stringify(here)} ${JSON.stringify(there)}`)
}
