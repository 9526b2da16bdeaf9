/** What a person does in the library, and the message that follows. */
import { hrefs, router } from '#web/route'
import { library, toasts } from '#web/state'
import type { SessionListing } from '#web/store'
import { words } from '#web/words'
import { createSampleSession } from '#web/workers'

class Sample {
  running = $state(false)
  progress = $state(0)
  saving = $state(false)
}

export const sample = new Sample()

export const trySample = async (): Promise<void> => {
  if (sample.running || !library.now) return
  sample.running = true
  sample.progress = 0
  sample.saving = false
  const result = await createSampleSession({
    seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 1,
    startedAt: Date.now(),
    onProgress: step => {
      sample.progress = step.done
      sample.saving = step.stage === 'saving'
    },
  })
  sample.running = false
  if (!result.ok) {
    toasts.show({ tone: 'problem', text: result.message })
    return
  }
  void library.measure()
  toasts.show({
    tone: 'plain',
    text: words.now.library.saved(result.lapCount),
    action: { label: words.now.library.open, run: () => router.go(hrefs.session(result.sessionId)) },
  })
}

export const bringBack = async (row: SessionListing): Promise<void> => {
  const result = await library.now?.restoreSession(row.session.id)
  if (result && !result.ok) toasts.show({ tone: 'problem', text: result.message })
  else
    toasts.show({
      tone: 'plain',
      text: words.now.library.restored(row.track ?? words.now.library.unknownTrack),
    })
}

export const removeSession = async (row: SessionListing): Promise<void> => {
  const result = await library.now?.deleteSession(row.session.id)
  if (result && !result.ok) {
    toasts.show({ tone: 'problem', text: result.message })
    return
  }
  toasts.show({
    tone: 'plain',
    text: words.now.library.deleted(row.track ?? words.now.library.unknownTrack),
    action: { label: words.now.app.undo, run: () => void bringBack(row) },
  })
}
