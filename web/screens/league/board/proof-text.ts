/** With what a lap's time can be checked, in words: a grade for the row, and sentences for who wants to know. */
import { gameName } from '#shared/sim'
import type { BoardRow } from '#web/league'
import type { LeagueWords } from '../words/index.ts'

type Proof = BoardRow['proof']
type ProofWords = LeagueWords['board']['proof']

export const proofGrade = (proof: Proof, t: ProofWords): string =>
  proof.retimed ? t.retimed[proof.retimed].grade : t[proof.by][proof.has]

/** Full, half, empty, or wrong: the sign beside the grade. */
export const proofSign = (proof: Proof): 'full' | 'half' | 'empty' | 'wrong' => {
  if (proof.retimed === 'match') return 'full'
  if (proof.retimed === 'differs') return 'wrong'
  if (proof.retimed) return 'empty'
  return proof.has === 'trace' ? 'half' : 'empty'
}

export const proofSentences = (proof: Proof, t: ProofWords): readonly string[] => [
  originOf(proof, t),
  t.signed,
  t.timing[proof.timing],
  proof.retimed ? t.retimed[proof.retimed].sentence : proof.has === 'trace' ? t.canCheck : t.cannotCheck,
]

const originOf = ({ by, detail }: Proof, t: ProofWords): string =>
  by === 'rig' ? t.byRig(gameName(detail)) : by === 'file' ? t.byFile(detail) : t.bySample
