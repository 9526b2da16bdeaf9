/**
 * Short names for the laps on a desk, each unlike every other.
 *
 * The lap's number alone where all are of one session; else with the driver where that tells them apart, else with
 * the day, else with a number of ours.
 */
import type { LapDetail } from '#web/store'

export const namesOf = (laps: readonly LapDetail[], dayOf: (lap: LapDetail) => string): string[] => {
  const plain = laps.map(({ lap }) => `L${lap.number}`)
  const isOneSession = new Set(laps.map(({ session }) => session.id)).size <= 1
  const candidates = [
    ...(isOneSession ? [plain] : []),
    ...(new Set(laps.map(({ lap }) => lap.driverId)).size > 1
      ? [laps.map(({ driver }, i) => `${firstName(driver?.name ?? '')} ${plain[i]}`.trim())]
      : []),
    laps.map((lap, i) => `${plain[i]} · ${dayOf(lap)}`),
    laps.map((lap, i) => `${firstName(lap.driver?.name ?? '')} ${plain[i]} · ${dayOf(lap)}`.trim()),
  ]
  const names = candidates.find(list => new Set(list).size === list.length)
  return names ?? plain.map((name, i) => `${name} (${i + 1})`)
}

const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
