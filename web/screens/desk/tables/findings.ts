/**
 * Findings as sentences in the reader's language and units.
 *
 * Invariants: at most three; a cause is said only when it is known and not nothing at the digits shown (a whole metre
 * or foot, a whole km/h or mph); a loss is said as lost, a gain as gained.
 */
import type { Finding } from '#shared/compare'
import { formatNumber, type UnitSystem } from '#shared/units'
import type { DeskWords } from '#web/desk'
import { changeToShown, unitShown } from '#web/parts/figures'
import { partName } from './part-lines.ts'

export const MAX_SENTENCES = 3

type Said = Parameters<DeskWords['findings']['sentence']>[0]
type Cause = Said['causes'][number]

/** What can explain a loss in each phase, the likeliest first. */
const CAUSES = {
  entry: ['brake', 'lowest'],
  middle: ['lowest', 'throttle'],
  exit: ['throttle', 'exit', 'lowest'],
  straight: ['end'],
} as const satisfies Record<Finding['phase'], readonly Cause['kind'][]>

const changeOf = (finding: Finding, kind: Cause['kind']): number =>
  ({
    brake: finding.brakeByM,
    throttle: finding.throttleByM,
    lowest: finding.minSpeedBy,
    exit: finding.exitSpeedBy,
    end: finding.exitSpeedBy,
  })[kind]

const causeOf = (finding: Finding, kind: Cause['kind'], units: UnitSystem): Cause[] => {
  const unit = kind === 'brake' || kind === 'throttle' ? 'm' : 'm/s'
  const change = changeToShown(changeOf(finding, kind), unit, units)
  const amount = formatNumber(Math.abs(change))
  if (!Number.isFinite(change) || amount === '0') return []
  return [{ kind, amount: `${amount}\u00a0${unitShown(unit, units)}`, isMore: change > 0 }]
}

const secondsOf = (ms: number): string => (Math.abs(ms) / 1000).toFixed(2)

/** `who` drove, or null when it is the reader. */
export const findingToSentence = (
  finding: Finding,
  {
    words,
    units,
    who,
  }: { readonly words: DeskWords; readonly units: UnitSystem; readonly who: string | null },
): string =>
  words.findings.sentence({
    part: partName(finding.part, words.tables, units),
    phase: finding.phase,
    seconds: secondsOf(finding.lossMs),
    isLoss: finding.lossMs > 0,
    agreeing: finding.lapsAgreeing,
    counted: finding.lapsCounted,
    who,
    causes: CAUSES[finding.phase].flatMap(kind => causeOf(finding, kind, units)),
    carried:
      secondsOf(finding.carriedMs) === '0.00'
        ? null
        : { seconds: secondsOf(finding.carriedMs), isLoss: finding.carriedMs > 0 },
  })
