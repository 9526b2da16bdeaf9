/**
 * A league of 50 drivers, 2,500 sessions and 50,000 laps: taken in by a page, joined over WebSocket, opened with nobody
 * there; what one more session costs everybody, what a member's mischief does; half a gigabyte of recordings.
 *
 * Peers are the limits the league promises, and for recordings one bare libp2p stream in the same round. Pages are real,
 * wires are libp2p over loopback, but for the mesh of fifty, whose wires are in memory so that their bytes are counted.
 */
import { findChromium } from '../../scripts/chromium.mjs'
import type { Bench } from './harness.ts'
import { openLeagueBlobs } from './league-blobs.ts'
import { openFirstLoad } from './league-first-load.ts'
import { openLeagueInPage } from './league-in-page.ts'
import { openLeagueMesh } from './league-mesh.ts'
import { makeBenchLeague } from './league-season.ts'
import { startBenchSite } from './league-site.ts'

export const leagueBench: Bench = {
  name: 'league',
  about:
    'a league of 50 drivers and 50,000 laps: checked, joined, opened; news, mischief, 500 MB of recordings',
  setUp: async workload => {
    const found = await findChromium({ say: console.error })
    if (!found.ok) throw new Error(`This bench needs a browser: ${found.reason}`)
    process.env.CHROMIUM = found.path
    const opened: { close(): Promise<void> }[] = []
    const tearDown = async (): Promise<void> => {
      for (const part of opened.splice(0).reverse()) await part.close()
    }
    try {
      const keep = <T extends { close(): Promise<void> }>(part: T): T => {
        opened.push(part)
        return part
      }
      const league = makeBenchLeague(workload)
      const site = keep(await startBenchSite(league))
      const parts = [
        keep(await openLeagueInPage(site, league, workload)),
        keep(openLeagueMesh(workload)),
        keep(openLeagueBlobs(workload)),
        keep(await openFirstLoad()),
      ]
      return { comparisons: parts.flatMap(({ comparisons }) => comparisons), tearDown }
    } catch (error) {
      await tearDown()
      throw error
    }
  },
}
