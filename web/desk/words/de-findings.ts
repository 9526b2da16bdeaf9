/** A finding as one German sentence. */
import type { SaidCause, SaidFinding } from './en-findings.ts'

const PHASES = { entry: 'Eingang', middle: 'Mitte', exit: 'Ausgang', straight: 'Gerade' }

/** [you, somebody else, how it ends]; 'als die Referenz' goes in front of the end. */
const VERBS = {
  brake: ['bremst', 'bremst', ''],
  throttle: ['gehst', 'geht', ' ans Gas'],
  lowest: ['bist am langsamsten Punkt', 'ist am langsamsten Punkt', ''],
  exit: ['bist am Ausgang', 'ist am Ausgang', ''],
  end: ['bist an ihrem Ende', 'ist an ihrem Ende', ''],
} as const

const clause = ({ kind, amount, isMore }: SaidCause, who: string | null, isFirst: boolean): string => {
  const [you, they, end] = VERBS[kind]
  const isPlace = kind === 'brake' || kind === 'throttle'
  const way = isPlace ? (isMore ? 'später' : 'früher') : isMore ? 'schneller' : 'langsamer'
  const subject = isFirst ? `${who ?? 'du'} ` : ''
  return `${subject}${who === null ? you : they} ${amount} ${way}${isFirst ? ' als die Referenz' : ''}${end}`
}

const join = (clauses: readonly string[]): string =>
  clauses.length < 2 ? clauses.join('') : `${clauses.slice(0, -1).join(', ')} und ${clauses.at(-1)}`

export const findingSentence = (finding: SaidFinding): string => {
  const { part, phase, seconds, isLoss, agreeing, counted, who, causes, carried } = finding
  const laps = agreeing === counted ? `allen ${counted} Runden` : `${agreeing} von ${counted} Runden`
  const what = `${part}, ${PHASES[phase]}: ${seconds} s in ${laps} ${isLoss ? 'verloren' : 'gewonnen'}`
  const why = causes.length === 0 ? '' : `: ${join(causes.map((cause, i) => clause(cause, who, i === 0)))}`
  const after = carried
    ? `, das ${carried.isLoss ? 'kostet' : 'bringt'} auf der Geraden danach weitere ${carried.seconds} s`
    : ''
  return `${what}${why}${after}.`
}
