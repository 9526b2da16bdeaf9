/**
 * Channel names and units of MoTeC files to Paddock's.
 *
 * Invariants: of several channels that mean the same the first gets the canonical name and the others keep their own;
 * a canonical name carries its canonical unit, always. Positions measured by satellite are told apart from what the
 * car measured by the word GPS in their names, which every MoTeC file has.
 */
import { type ChannelKind, channelInfo } from '#shared/trace'
import { cleanText, isUnitOf, nameToCanonical, unitToCanonical, unitToUnit } from '../common/index.ts'

export interface NamedChannel {
  readonly name: string
  readonly unit: string
  readonly kind: ChannelKind
  readonly source: string
  /** From the file's unit to this one. */
  readonly factor: number
  readonly offset: number
}

/** Names simulators use in MoTeC files only. */
const OWN_ALIASES: ReadonlyMap<string, string> = new Map([
  ['lap count', 'lap'],
  ['lap invalidated', 'lapInvalid'],
])
/** Its words are codes, not passes: they become lap marks and stay as they are. */
const NEVER_CANONICAL: ReadonlySet<string> = new Set(['beacon'])
/** MoTeC counts lateral g positive to the left ("positive for left hand corners", says its manual). */
const LEFT_POSITIVE: ReadonlySet<string> = new Set(['g force lat'])

/** Names are given out in the order of the calls. */
export const createNaming = (): ((name: string, unit: string) => NamedChannel) => {
  const taken = new Set<string>()
  return (name, unit) => {
    const source = /gps/i.test(name) ? 'gps' : 'logger'
    const canonical = canonicalName(name, unit)
    const key = `${canonical} ${source}`
    if (canonical === null || taken.has(key)) return ownName(name, unit, source)
    taken.add(key)
    const info = channelInfo(canonical)!
    const { factor, offset } = unitToUnit(unit, info.unit) ?? { factor: 1, offset: 0 }
    const sign = LEFT_POSITIVE.has(name.toLowerCase()) ? -1 : 1
    return {
      name: canonical,
      unit: info.unit,
      kind: info.kind,
      source: canonical === 'lat' || canonical === 'lon' ? 'gps' : source,
      factor: factor * sign,
      offset: offset * sign,
    }
  }
}

export const isLeftPositive = (name: string): boolean => LEFT_POSITIVE.has(name.toLowerCase())

const canonicalName = (name: string, unit: string): string | null => {
  const lower = name.toLowerCase()
  if (NEVER_CANONICAL.has(lower)) return null
  const alias = OWN_ALIASES.get(lower)
  if (alias && isUnitOf(alias, unit)) return alias
  return nameToCanonical(name, unit)?.name ?? null
}

const ownName = (name: string, unit: string, source: string): NamedChannel => {
  const cleaned = cleanText(name) || 'unnamed'
  const isTakenByUs = channelInfo(cleaned) !== null
  const {
    unit: known,
    factor,
    offset,
  } = unitToCanonical(unit) ?? { unit: cleanText(unit), factor: 1, offset: 0 }
  return {
    name: isTakenByUs ? `${cleaned} (own)` : cleaned,
    unit: known,
    kind: NEVER_CANONICAL.has(name.toLowerCase()) ? 'discrete' : 'continuous',
    source,
    factor,
    offset,
  }
}
