/** Offices of several people in one page, each with keys and a network of its own. */
import { onTestFinished } from 'vitest'
import { createSignatures } from '#shared/logbook'
import type { LeagueDetail, LeagueSummary, Office } from '#web/league'
import { createWebHashing } from '#web/store'
import { startLeading } from '../../../web/league/engine/leading/leading.ts'
import { createOffice } from '../../../web/league/engine/office.ts'
import { createMemoryKeeper } from './memory-keeper.ts'

const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export const openTestOffice = async (personName: string, deviceName: string) => {
  const keeper = createMemoryKeeper(personName, deviceName)
  const signatures = createSignatures(crypto.subtle)
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes)
  const network = await startLeading({
    ...{ keeper, clock, signatures, random },
    switches: { isPaused: false, isMetered: false },
    hashing: createWebHashing(crypto.subtle),
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
    rechecker: { recheck: async () => null },
    enterRoom: async () => ({ ok: false, message: 'no rooms in this test' }),
    prepareReach: () => {},
    joinPlace: 'https://paddock.test/join',
    homeAddresses: async () => [],
    tellTabs: () => {},
    onTabs: () => {},
    keepSwitches: async () => {},
  })
  return { office, keeper, network }
}

export const value = <T>(
  answer: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string },
): T => {
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}

/** The latest a screen would show. */
export const leaguesOf = (office: Office): (() => readonly LeagueSummary[]) => {
  let latest: readonly LeagueSummary[] = []
  onTestFinished(
    office.watchLeagues(leagues => {
      latest = leagues
    }),
  )
  return () => latest
}

export const leagueOf = (office: Office, id: LeagueSummary['id']): (() => LeagueDetail | null) => {
  let latest: LeagueDetail | null = null
  onTestFinished(
    office.watchLeague(id, league => {
      latest = league
    }),
  )
  return () => latest
}

/** Two people hold up their screens to one another. */
export const compareWords = async (
  offering: Office,
  answering: Office,
  purpose: Parameters<Office['offerPairing']>[0],
) => {
  const offer = value(await offering.offerPairing(purpose))
  onTestFinished(() => offer.cancel())
  const answer = value(await answering.answerPairing(offer.code))
  onTestFinished(() => answer.cancel())
  const [here, there] = await Promise.all([offer.accept(answer.code), answer.words])
  return { offer, answer, here: value(here), there: value(there) }
}
