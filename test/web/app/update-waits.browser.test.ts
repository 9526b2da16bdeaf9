/** S7: nobody is offered another page while laps are recorded. */
import { expect, onTestFinished, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import type { RigState } from '#shared/api'
import { rig } from '#web/rig'
import { offline } from '#web/state'
import Toasts from '../../../web/app/Toasts.svelte'

const RECORDING: RigState = {
  source: { kind: 'reading', game: 'acc', samplesPerS: 333 },
  recording: { kind: 'on' },
  waitingLaps: 0,
  freeBytes: null,
}

test('S7 a newer page waits until nothing is recorded, and is offered then', async () => {
  onTestFinished(() => {
    offline.updateWaiting = false
    rig.link = { kind: 'off' }
    rig.state = null
  })
  rig.link = { kind: 'open', bridgeId: 'b', version: '1' }
  rig.state = RECORDING
  offline.updateWaiting = true
  const screen = await render(Toasts)
  const offer = screen.getByRole('button', { name: 'Reload with the newer one' })
  await expect.element(offer).not.toBeInTheDocument()
  rig.state = { ...RECORDING, recording: { kind: 'off' } }
  await expect.element(offer).toBeVisible()
  rig.state = RECORDING
  await expect.element(offer).not.toBeInTheDocument()
  rig.link = { kind: 'lost', tries: 0, wasOpen: true }
  await expect.element(offer).toBeVisible()
})
