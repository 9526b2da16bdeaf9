/** Settings say in every state of the link what it is and offer the one thing to do. */
import { expect, onTestFinished, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { type LinkState, rig } from '#web/rig'
import RigPart from '../../../../web/screens/settings/RigPart.svelte'

const STATES: readonly (readonly [link: LinkState, said: RegExp, offered: RegExp | null])[] = [
  [{ kind: 'off' }, /^Not connected\.$/, /^Connect$/],
  [{ kind: 'nowhere' }, /Not from here/, null],
  [{ kind: 'explain', permission: 'prompt' }, /the browser asks/, /^Pair this page$/],
  [{ kind: 'denied' }, /does not let this page/, /^Connect$/],
  [{ kind: 'looking', tries: 0, wasOpen: false }, /Looking/, /^Connect$/],
  [{ kind: 'unpaired', code: 'none', problem: null }, /six digits/, /^Pair this page$/],
  [
    { kind: 'open', bridgeId: 'b', version: '0.1.0' },
    /Paired and connected, version 0\.1\.0/,
    /^Forget the pairing$/,
  ],
  [{ kind: 'lost', tries: 1, wasOpen: true }, /No rig-bridge answers/, /^Connect$/],
  [{ kind: 'refused', why: 'revoked' }, /revoked/, /^Connect$/],
  [{ kind: 'refused', why: 'too-new' }, /older than this page/, /^Connect$/],
]

test.for(STATES)('%j', async ([link, said, offered]) => {
  onTestFinished(() => {
    rig.link = { kind: 'off' }
  })
  rig.link = link
  const screen = await render(RigPart)
  await expect.element(screen.getByText(said).first()).toBeVisible()
  const ways = screen.container.querySelectorAll('.ways > *')
  const names = [...ways].map(each => each.textContent?.trim() ?? '')
  expect(names.some(name => offered?.test(name))).toBe(offered !== null)
  expect(names.at(-1)).toBe('Health page of the rig-bridge')
})
