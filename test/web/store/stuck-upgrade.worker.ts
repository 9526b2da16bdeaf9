/** Begins to upgrade the library it is told, says when it is half done, and never finishes: to be killed. */
import { openLibrary } from '#web/store'
import { NEXT_STEP, OLD_STEP } from './next-schema.ts'

self.onmessage = ({ data: name }: MessageEvent<string>) => {
  const upgrade: typeof NEXT_STEP.upgrade = async tables => {
    await tables.table('laps').limit(250).delete()
    self.postMessage('half')
    for (;;) await tables.table('laps').count()
  }
  void openLibrary({ name, steps: [OLD_STEP, { ...NEXT_STEP, upgrade }] })
}
