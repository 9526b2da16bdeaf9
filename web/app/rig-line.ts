/** What the status line says of the rig-bridge: nothing while nobody uses one. */

import type { RigState } from '#shared/api'
import { gameName, SHORT_GAME_NAMES } from '#shared/sim'
import type { LinkState } from '#web/rig'
import type { Words } from '#web/words'

export interface RigLine {
  readonly text: string
  /** reading = numbers come · idle = nothing to do · wrong = somebody should look */
  readonly sign: 'reading' | 'idle' | 'wrong'
}

export interface RigNow {
  readonly link: LinkState
  readonly state: RigState | null
  readonly problem: string | null
  readonly lapsKept: number
}

export const rigLine = (
  { link, state, problem, lapsKept }: RigNow,
  t: Words['status']['rig'],
): RigLine | null => {
  if (link.kind === 'unpaired') return { text: t.unpaired, sign: 'idle' }
  if ((link.kind === 'lost' || link.kind === 'looking') && link.wasOpen)
    return { text: t.lost, sign: 'wrong' }
  if (link.kind !== 'open' || !state) return null
  if (problem) return { text: t.waiting, sign: 'wrong' }
  if (state.recording.kind === 'failed') return { text: t.notRecording, sign: 'wrong' }
  const { source } = state
  if (source.kind === 'unreadable') return { text: t.unreadable, sign: 'wrong' }
  const kept = lapsKept > 0 ? `, ${t.kept(lapsKept)}` : ''
  if (source.kind !== 'reading') return { text: `${t.noGame}${kept}`, sign: 'idle' }
  const game = gameName(source.game, SHORT_GAME_NAMES)
  return { text: `${t.reading(game, Math.round(source.samplesPerS))}${kept}`, sign: 'reading' }
}
