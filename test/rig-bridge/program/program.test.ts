import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { loadSettings } from '#node/config'
import { decodeLiveFrame, LIVE_AT, rigStatusSchema } from '#shared/api'
import { defaultDataFolder } from '../../../rig-bridge/data-place.ts'
import { RIG_SETTINGS, settingsToProblem } from '../../../rig-bridge/settings.ts'
import { builtPage, temporaryFolder } from '../../node/support/folder.ts'
import { ask } from '../../node/support/http.ts'
import { type Program, runProgram, startProgram } from '../../node/support/program.ts'
import { startOther } from '../../node/support/servers.ts'
import { connected, hello, type TestClient } from '../socket/client.ts'

interface RigProgram extends Program {
  readonly port: number
  readonly home: number
}

const SHM = existsSync('/dev/shm') ? '/dev/shm' : null

const rigArgs = (folder: string, page: string): string[] => [
  '--port=0',
  '--home-port=0',
  `--data=${folder}`,
  `--page=${page}`,
]

const startRigProgram = async (
  args: readonly string[] = [],
  folder = temporaryFolder(),
): Promise<RigProgram> => {
  const nothing = `--shm-prefix=paddock-test-${process.pid}-none-`
  const own = args.some(arg => arg.startsWith('--fake')) ? [] : [nothing]
  const program = startProgram('rig-bridge/index.js', [
    ...rigArgs(folder, await builtPage()),
    ...own,
    ...args,
  ])
  const [, home = ''] = await program.says(/Open http:\/\/localhost:(\d+)/)
  const [, port = ''] = await program.says(/"rig-bridge started".*?"port":(\d+)/)
  return { ...program, port: Number(port), home: Number(home) }
}

/** As a page does: asks for a code, reads it in the bridge's window, types it. */
const pairWith = async (rig: RigProgram, port = rig.port): Promise<{ page: TestClient; token: string }> => {
  const page = await connected(port, { headers: { origin: `http://localhost:${rig.home}` } })
  page.say(hello())
  await page.hears('unpaired')
  page.say({ type: 'ask-code' })
  await page.hears('code-shown')
  const [, one, other] = await rig.says(/Code for your page: (\d{3}) (\d{3})/)
  page.say({ type: 'pair', code: `${one}${other}`, name: 'test page' })
  const { token } = await page.hears('paired')
  await page.hears('welcome')
  return { page, token }
}

test('--help lists every flag, and --version is one line', async () => {
  const help = await runProgram('rig-bridge/index.js', ['--help'])
  expect(help.code).toBe(0)
  for (const flag of [
    '--port',
    '--no-home',
    '--data',
    '--fake off|ac|acc|evo',
    '--replay',
    '--record',
    '--guest',
    '--forget-all',
    '--allow-origin',
    '--log-file',
  ])
    expect(help.stdout).toContain(flag)
  expect(help.stdout).not.toContain('/home/')
  expect((await runProgram('rig-bridge/index.js', ['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

const wrongOf = (argv: readonly string[]): string | null => {
  const loaded = loadSettings(RIG_SETTINGS, { argv, env: {}, readFile: () => '{}' })
  if (loaded.kind === 'settings') return settingsToProblem(loaded.settings)
  return loaded.kind === 'wrong' ? loaded.message : null
}

test.each([
  [['--port=x'], /--port must be a whole number/],
  [['--fake=iracing'], /--fake must be one of off, ac, acc, evo/],
  [['--allow-origin=https://league.example/'], /--allow-origin must be origins such as/],
  [['--allow-origin=league.example'], /--allow-origin must be origins such as/],
  [['--allow-origin=https://league.example,ftp://x'], /--allow-origin must be origins such as/],
  [['--guets'], /There is no flag "--guets". Did you mean --guest\?/],
  [['--fake=acc', '--replay=x.rig'], /--replay and --fake exclude each other/],
])('%j is one sentence that says what is wrong', (argv, sentence) => {
  expect(wrongOf(argv)).toMatch(sentence)
})

test('origins of hosted pages are taken as a browser spells them', () => {
  expect(wrongOf(['--allow-origin=https://league.example,http://localhost:7430'])).toBeNull()
})

test('what is wrong is one line, and nothing is started', async () => {
  const run = await runProgram('rig-bridge/index.js', ['--data=/dev/null/x', '--port=0'])
  expect(run.code).toBe(2)
  expect(run.stderr).toMatch(/data folder .* cannot be written/)
  expect(run.stderr.trimEnd()).not.toContain('\n')
})

describe('a second bridge', () => {
  test('on the same port says that one is running, and leaves it alone', async () => {
    const first = await startRigProgram()
    const run = await runProgram('rig-bridge/index.js', [
      ...rigArgs(temporaryFolder(), await builtPage()),
      `--port=${first.port}`,
    ])
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(
      /A rig-bridge is already running on port \d+ and records, so this one was not started/,
    )
    expect((await ask(first.port, '/rig/status')).status).toBe(200)
  })

  test('on the same folder says so too', async () => {
    const folder = temporaryFolder()
    await startRigProgram([], folder)
    const run = await runProgram('rig-bridge/index.js', rigArgs(folder, await builtPage()))
    expect(run.code).toBe(2)
    expect(run.stderr).toMatch(/Another rig-bridge keeps its laps in .*--data/)
  })

  test('finds a stranger on its port and names it', async () => {
    const other = await startOther((_, response) => response.end('hello'))
    const run = await runProgram('rig-bridge/index.js', [
      ...rigArgs(temporaryFolder(), await builtPage()),
      `--port=${other.port}`,
    ])
    expect(run).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/not Paddock, so nothing was started/),
    })
  })
})

test('a page of the home server is paired through it, stays paired after a restart, and is told of a stop', async () => {
  const folder = temporaryFolder()
  const first = await startRigProgram([], folder)
  expect(rigStatusSchema.parse(JSON.parse((await ask(first.home, '/rig/status')).text)).paddock).toBe(
    'rig-bridge',
  )
  const { page, token } = await pairWith(first, first.home)
  expect((await page.hears('state')).state).toMatchObject({ source: { kind: 'searching' }, waitingLaps: 0 })
  const [, one, other] = await first.says(/Code for your page: (\d{3}) (\d{3})/)
  for (const secret of [`${one}${other}`, token]) expect(first.stderr()).not.toContain(secret)
  first.child.kill('SIGTERM')
  expect(await page.closed).toMatchObject({ code: 4503 })
  expect(await first.exited).toEqual({ code: 0, signal: null })

  const second = await startRigProgram([], folder)
  const again = await connected(second.port)
  again.say(hello(token))
  await again.hears('welcome')
  const report = JSON.parse((await ask(second.port, '/health.json')).text)
  expect(report.pairings.list).toMatchObject([{ name: 'test page' }])
  const revoked = await ask(second.port, '/health/revoke', {
    method: 'POST',
    headers: { origin: `http://localhost:${second.port}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id: report.pairings.list[0].id }),
  })
  expect(revoked.status).toBe(200)
  expect((await again.closed).code).toBe(4403)
})

test('--forget-all starts with nobody paired', async () => {
  const folder = temporaryFolder()
  const first = await startRigProgram([], folder)
  const { token } = await pairWith(first)
  first.child.kill('SIGTERM')
  await first.exited
  const second = await startRigProgram(['--forget-all'], folder)
  const page = await connected(second.port)
  page.say(hello(token))
  await page.hears('unpaired')
})

test('a stranger on the page’s port does not keep the bridge from recording', async () => {
  const other = await startOther((_, response) => response.end('hello'))
  const rig = startProgram('rig-bridge/index.js', [
    ...rigArgs(temporaryFolder(), await builtPage()),
    `--home-port=${other.port}`,
  ])
  await rig.says(/not to be had, so the page is not served from here; laps are recorded all the same/)
  await rig.says(/"rig-bridge started"/)
})

test.runIf(SHM !== null)(
  'one command pretends a game, and its numbers reach a page; nothing of it stays behind',
  async () => {
    const rig = await startRigProgram([
      '--fake=acc',
      '--fake-speed=10',
      '--guest',
      '--guest-host=127.0.0.1',
      '--guest-port=0',
    ])
    await rig.says(/No game is needed: Assetto Corsa Competizione, pretended/)
    const { page } = await pairWith(rig)
    await vi.waitFor(() => expect(page.binary.length).toBeGreaterThan(20), { timeout: 10_000 })
    const frame = decodeLiveFrame(page.binary.at(-1)!)!
    expect(frame.isKept).toBe(true)
    expect(frame.values[LIVE_AT.rpm]).toBeGreaterThan(500)
    expect(Math.abs(frame.epochMs - Date.now())).toBeLessThan(5_000)
    await vi.waitFor(async () => expect((await page.hears('timing')).timing.session?.game).toBe('acc'))
    await rig.says(/The guest view is on/)
    rig.child.kill('SIGTERM')
    expect(await rig.exited).toEqual({ code: 0, signal: null })
    expect(readdirSync('/dev/shm').filter(name => name.startsWith(`paddock-fake-${rig.child.pid}-`))).toEqual(
      [],
    )
  },
)

test('laps wait in the user’s own data folder, pretended ones apart', () => {
  const env = { LOCALAPPDATA: 'C:\\Users\\sam\\AppData\\Local' }
  expect(defaultDataFolder(false, 'linux', {}, '/home/sam')).toBe(
    join('/home/sam', '.local', 'share', 'paddock', 'rig'),
  )
  expect(defaultDataFolder(false, 'linux', { XDG_DATA_HOME: '/x' }, '/home/sam')).toBe(
    join('/x', 'paddock', 'rig'),
  )
  expect(defaultDataFolder(true, 'win32', env, 'C:\\Users\\sam')).toBe(
    join(env.LOCALAPPDATA, 'Paddock', 'rig-pretended'),
  )
  expect(defaultDataFolder(false, 'darwin', {}, '/Users/sam')).toBe(
    join('/Users/sam', 'Library', 'Application Support', 'paddock', 'rig'),
  )
})
