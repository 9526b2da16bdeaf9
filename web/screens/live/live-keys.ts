/** The keys of the live screen. */
import type { Action } from '#web/state'
import { t } from './words/index.ts'

export interface LiveDeeds {
  readonly cycle: () => void
  readonly choose: () => void
  readonly fullScreen: () => void
  readonly awake: () => void
  /** Null where the browser has no such window. */
  readonly overlay: (() => void) | null
}

export const liveActions = ({ cycle, choose, fullScreen, awake, overlay }: LiveDeeds): readonly Action[] => [
  { id: 'live-reference', label: t.now.keys.reference, key: 'r', scope: 'screen', run: cycle },
  { id: 'live-choose', label: t.now.keys.choose, key: 'b', scope: 'screen', run: choose },
  { id: 'live-full', label: t.now.keys.fullScreen, key: 'f', scope: 'screen', run: fullScreen },
  { id: 'live-awake', label: t.now.keys.awake, key: 'w', scope: 'screen', run: awake },
  ...(overlay
    ? [{ id: 'live-overlay', label: t.now.keys.overlay, key: 'o', scope: 'screen', run: overlay } as const]
    : []),
]
