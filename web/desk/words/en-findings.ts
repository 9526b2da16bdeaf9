/**
 * A finding as one English sentence.
 *
 * Invariant: it names the place, the time, how often, and only what is known about the cause; losses are said as
 * losses and gains as gains.
 */
export interface SaidFinding {
  /** What a person calls the part: 'T4', 'T4 – T5'. */
  readonly part: string
  readonly phase: 'entry' | 'middle' | 'exit' | 'straight'
  /** '0.18' */
  readonly seconds: string
  readonly isLoss: boolean
  readonly agreeing: number
  readonly counted: number
  /** Who drove; null speaks to the reader. */
  readonly who: string | null
  readonly causes: readonly SaidCause[]
  /** Lost or won besides on the straight that follows; null when nothing. */
  readonly carried: { readonly seconds: string; readonly isLoss: boolean } | null
}

/** `amount` with its unit and without a sign; `isMore` is later for places, faster for speeds. */
export interface SaidCause {
  readonly kind: 'brake' | 'throttle' | 'lowest' | 'exit' | 'end'
  readonly amount: string
  readonly isMore: boolean
}

const PHASES = { entry: 'entry', middle: 'middle', exit: 'exit', straight: 'straight' }

/** [you, somebody else, how it ends]; 'than the reference' goes in front of the end. */
const VERBS = {
  brake: ['brake', 'brakes', ''],
  throttle: ['open the throttle', 'opens the throttle', ''],
  lowest: ['are', 'is', ' at the slowest point'],
  exit: ['are', 'is', ' at the exit'],
  end: ['are', 'is', ' at its end'],
} as const

const clause = ({ kind, amount, isMore }: SaidCause, who: string | null, isFirst: boolean): string => {
  const [you, they, end] = VERBS[kind]
  const isPlace = kind === 'brake' || kind === 'throttle'
  const way = isPlace ? (isMore ? 'later' : 'earlier') : isMore ? 'faster' : 'slower'
  const subject = isFirst ? `${who ?? 'you'} ` : ''
  return `${subject}${who === null ? you : they} ${amount} ${way}${isFirst ? ' than the reference' : ''}${end}`
}

const join = (clauses: readonly string[]): string =>
  clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')} and ${clauses.at(-1)}`

export const findingSentence = (finding: SaidFinding): string => {
  const { part, phase, seconds, isLoss, agreeing, counted, who, causes, carried } = finding
  const laps = agreeing === counted ? `all ${counted} laps` : `${agreeing} of ${counted} laps`
  const what = `${part}, ${PHASES[phase]}: ${seconds} s ${isLoss ? 'lost' : 'gained'} in ${laps}`
  const why = causes.length === 0 ? '' : `: ${join(causes.map((cause, i) => clause(cause, who, i === 0)))}`
  const after = carried
    ? `, which ${carried.isLoss ? 'costs' : 'gains'} another ${carried.seconds} s on the straight after it`
    : ''
  return `${what}${why}${after}.`
}
