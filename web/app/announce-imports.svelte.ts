/** Says that an import is finished, in the tab it was given to, to somebody who meanwhile looks at something else. */
import { untrack } from 'svelte'
import { imports } from '#web/import'
import { hrefs, router } from '#web/route'
import { toasts } from '#web/state'
import { words } from '#web/words'

/** Call it where effects may be made. */
export const announceImports = (): void => {
  let wasOpen = 0
  $effect(() => {
    const open = imports.own.filter(job => !job.isOver).length
    if (open === 0 && wasOpen > 0) untrack(() => announce(wasOpen))
    wasOpen = open === 0 ? 0 : Math.max(wasOpen, open)
  })
}

const announce = (count: number): void => {
  if (router.route.place === 'import') return
  const ended = imports.own.slice(0, count)
  const imported = ended.filter(job => job.state.kind === 'done').length
  toasts.show({
    tone: 'plain',
    text: words.now.import.finished(imported, ended.length - imported),
    action: { label: words.now.import.show, run: () => router.go(hrefs.import()) },
  })
}
