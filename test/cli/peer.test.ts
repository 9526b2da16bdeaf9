/** `paddock peer`: says how it stands, keeps what it has whatever stops it, and goes on where it was. */
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { invitationToLink } from '#shared/sync'
import {
  blobIn,
  entryCount,
  fillRandom,
  foundLeagueIn,
  invite,
  keepBlobsIn,
  manifestOf,
  share,
  startIn,
} from '../node/league/world.ts'
import { temporaryFolder } from '../node/support/folder.ts'
import { runProgram, startProgram } from '../node/support/program.ts'

const CLI = 'cli/main.ts'
const PATIENT = { timeout: 60_000 }

test(
  'killed in the middle of entries and recordings, it goes on where it was and has them all',
  PATIENT,
  async () => {
    const base = temporaryFolder()
    const home = join(base, 'ada')
    const away = join(base, 'peer')
    const league = await foundLeagueIn(home)
    const traces = await keepBlobsIn(
      home,
      Array.from({ length: 6 }, () => fillRandom(new Uint8Array(8 * 1024 * 1024 + 5))),
    )
    const manifests = await keepBlobsIn(
      home,
      traces.map(trace => manifestOf([trace])),
    )
    const ada = await startIn(home)
    for (const manifest of manifests) await share(ada, league, manifest)
    const link = invitationToLink('http://localhost:7420/join', await invite(ada, league))

    const first = startProgram(CLI, ['peer', `--league=${link}`, `--data=${away}`])
    await first.says(/recordings not here yet/)
    first.child.kill('SIGKILL')
    await first.exited
    const total = await entryCount(ada, league)

    const second = startProgram(CLI, ['peer', `--data=${away}`])
    await second.says(
      new RegExp(
        `Tuesday league: connected to Ada \\(Office PC\\) on this machine. ${total} entries .*, level\\.`,
      ),
    )
    await vi.waitFor(
      async () => {
        for (const { sha256, size } of traces) expect((await blobIn(away, sha256))?.length).toBe(size)
      },
      { timeout: 30_000, interval: 200 },
    )
    second.child.kill('SIGTERM')
    expect(await second.exited).toEqual({ code: 0, signal: null })
    expect(second.stdout()).toContain('Stopping; everything received is kept.')
  },
)

test.each([
  [['--league=hello'], /^paddock: What --league was given is no invitation link[^\n]+\n$/],
  [[], /^paddock: This member is in no league yet: give it an invitation with --league\.[^\n]+\n$/],
])('asked wrongly it says so in one line: %j', PATIENT, async (args, expected) => {
  const { code, stderr, stdout } = await runProgram(CLI, [
    'peer',
    `--data=${join(temporaryFolder(), 'p')}`,
    ...args,
  ])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(expected)
})
