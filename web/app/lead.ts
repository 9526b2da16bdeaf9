/**
 * What one tab does for all that are open: laps of the rig-bridge into the library; the network of leagues; sweeping up,
 * then what a better reader can read better and laps a moved line left behind, while nothing else is to do.
 */
import { untrack } from 'svelte'
import { catchUpWhenIdle, imports } from '#web/import'
import { leader } from '#web/leader'
import { leagues } from '#web/league'
import { rig } from '#web/rig'
import { library, toasts, untilRested } from '#web/state'
import { words } from '#web/words'

/** Call it while the library is open; answers how to stop. What follows from it is nobody's effect. */
export const takePart = (): (() => void) =>
  untrack(() => {
    const rest = leader.whileLeading(async signal => {
      await library.keepHouse()
      await catchUpWhenIdle({
        isBusy: () => imports.open > 0,
        signal,
        onDone: count => toasts.show({ tone: 'plain', text: words.now.import.catchUp(count) }),
      })
    })
    // Every tab shows what is driven; the first screen does not wait for it.
    const rested = untilRested()
    void rested.then(() => rig.resume())
    let deaf: (() => void) | null = () => {}
    void rested.then(() => {
      if (deaf) deaf = leagues.resume()
    })
    const takeNoMore = leader.whileLeading(async signal => {
      await rested
      if (!signal.aborted) await rig.takeLaps(signal)
    })
    const leave = leader.takePart()
    return () => {
      deaf?.()
      deaf = null
      leave()
      rest()
      takeNoMore()
    }
  })
