import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { NOT_BUILT_SENTENCE } from '#node/page'
import { VERSION_PATH } from '#shared/api'
import { temporaryFolder, writeFiles } from '../node/support/folder.ts'
import { servingPort } from '../node/support/home.ts'
import { ask } from '../node/support/http.ts'
import { ROOT, runProgram, startProgram } from '../node/support/program.ts'
import { freePort, startOther } from '../node/support/servers.ts'
import { portOf, relayArgs, startRelayProcess } from './support.ts'

const VERSION: string = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')).version

/** Runs a relay that is expected not to start. */
const failed = async (args: string[], env: Record<string, string> = {}) => {
  const folder = temporaryFolder()
  const result = await runProgram('relay/main.ts', [...relayArgs(folder, folder), ...args], { env })
  expect(result.stdout).toBe('')
  expect(result.stderr).toMatch(/^paddock relay: [^\n]+\n$/)
  expect(result.code).toBe(2)
  return result.stderr
}

describe('a relay that starts', () => {
  test('says where to go in two lines, serves the page there, and passes /api to itself', async () => {
    const relay = await startRelayProcess()
    expect(relay.stdout()).toBe(
      `Paddock is running. Open ${relay.address}\nYour laps live in your browser, the relay's data in ${join(relay.folder, 'data')}. Stop with Ctrl+C.\n`,
    )
    expect(relay.address).toMatch(/^http:\/\/localhost:\d+$/)
    expect((await ask(portOf(relay.address), '/')).text).toContain('<title>Paddock</title>')
    expect((await ask(relay.port, '/')).text).toContain('<title>Paddock</title>')
    const version = { paddock: 'relay', version: VERSION }
    expect(JSON.parse((await ask(portOf(relay.address), VERSION_PATH)).text)).toEqual(version)
    expect(JSON.parse((await ask(relay.port, VERSION_PATH)).text)).toEqual(version)
  })

  test('logs one JSON object per line on the error output', async () => {
    const relay = await startRelayProcess(['--log-level=debug'])
    await ask(relay.port, '/api/health')
    await relay.says(/"answered"/)
    for (const line of relay.stderr().trim().split('\n'))
      expect(JSON.parse(line)).toEqual(
        expect.objectContaining({
          time: expect.any(String),
          level: expect.any(String),
          message: expect.any(String),
        }),
      )
  })

  test('or in a file', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'relay.log')
    const program = startProgram('relay/main.ts', [...relayArgs(folder, folder), `--log-file=${file}`])
    await program.says(/Stop with Ctrl\+C/)
    expect(program.stderr()).toBe('')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ message: 'relay started' })
  })

  test('listens on loopback only until it is told otherwise', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap(list => list ?? [])
      .filter(one => !one.internal && one.family === 'IPv4')
      .map(one => one.address)
    const closed = await startRelayProcess()
    for (const host of ['127.0.0.2', ...others])
      await expect(ask(closed.port, '/', { host })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    const open = await startRelayProcess(['--host', '127.0.0.2'])
    expect((await ask(open.port, '/api/health', { host: '127.0.0.2' })).status).toBe(200)
  })

  test('with --host it says where others reach it', async () => {
    const relay = await startRelayProcess(['--host=0.0.0.0'])
    expect(relay.stdout()).toContain(`Other machines reach this relay at `)
    expect((await ask(relay.port, '/', { headers: { host: 'paddock.example' } })).status).toBe(200)
    // The home server stays on this machine whatever the relay listens on.
    const home = await ask(portOf(relay.address), '/', { headers: { host: 'paddock.example' } })
    expect(home.status).toBe(403)
  })

  test('without a home it is opened where it listens', async () => {
    const relay = await startRelayProcess(['--no-home'])
    expect(portOf(relay.address)).toBe(relay.port)
  })

  test('without a built page it starts, and says so', async () => {
    const relay = await startRelayProcess([`--page=${temporaryFolder()}`])
    expect(relay.stdout()).toContain(NOT_BUILT_SENTENCE)
    expect((await ask(portOf(relay.address), '/')).status).toBe(503)
    expect((await ask(relay.port, '/api/health')).status).toBe(200)
  })

  test('creates its data folder, and uses ./data where nothing is said', async () => {
    const folder = temporaryFolder()
    const env = { PADDOCK_PORT: '0', PADDOCK_HOME_PORT: '0' }
    const relay = await startRelayProcess(['--data=./data'], { cwd: folder, env })
    expect(relay.stdout()).toContain(join(folder, 'data'))
    expect(readdirSync(folder)).toEqual(['data'])
  })

  test('is told by flags over environment over config file', async () => {
    const folder = temporaryFolder()
    const [a, b, c] = [await freePort(), await freePort(), await freePort()]
    await writeFiles(folder, { 'c.json': JSON.stringify({ port: a, 'home-port': a, 'log-level': 'debug' }) })
    const program = startProgram(
      'relay/main.ts',
      ['--config', 'c.json', '--port', String(c), `--page=${folder}`],
      {
        cwd: folder,
        env: { PADDOCK_PORT: String(b), PADDOCK_HOME_PORT: String(b) },
      },
    )
    await program.says(new RegExp(`Open http://localhost:${b}\n`))
    expect((await ask(c, '/api/health')).status).toBe(200)
    await program.says(/"level":"debug"/)
  })
})

test('a promise somebody forgot is logged and does not end the relay', async () => {
  if (process.platform === 'win32') return
  const onDemand = 'data:text/javascript,process.on("SIGUSR2",()=>Promise.reject(new Error("forgotten")))'
  const relay = await startRelayProcess([], { nodeArgs: ['--import', onDemand] })
  relay.child.kill('SIGUSR2')
  await relay.says(/"an error nobody handled".*forgotten/)
  expect((await ask(relay.port, '/api/health')).status).toBe(200)
})

describe('help and version', () => {
  test('--help names every flag and starts nothing', async () => {
    const { code, stdout, stderr } = await runProgram('relay/main.ts', ['--help', '--nonsense'])
    expect([code, stderr]).toEqual([0, ''])
    for (const flag of ['port', 'host', 'data', 'page', 'no-home', 'home-port', 'log-level', 'config'])
      expect(stdout).toContain(`--${flag}`)
    expect(stdout).not.toContain('/work')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(140)
  })

  test('--version is the version of the package', async () => {
    expect(await runProgram('relay/main.ts', ['--version'])).toEqual({
      code: 0,
      stdout: `${VERSION}\n`,
      stderr: '',
    })
  })
})

describe('a relay that cannot start says why in one line, with exit code 2', () => {
  test.each<[string, string[], Record<string, string>, RegExp]>([
    ['an unknown flag', ['--prot=1'], {}, /There is no flag "--prot"\. Did you mean --port\?/],
    ['a bad variable', [], { PADDOCK_RIG_PORT: 'x' }, /PADDOCK_RIG_PORT must be a whole number/],
    [
      'a missing config file',
      ['--config=/nowhere/c.json'],
      {},
      /config file "\/nowhere\/c\.json" cannot be read \(ENOENT\)/,
    ],
    [
      'a log file in no folder',
      ['--log-file=/nowhere/x.log'],
      {},
      /log file \/nowhere\/x\.log cannot be written/,
    ],
    [
      'an address of another machine',
      ['--host=203.0.113.7'],
      {},
      /203\.0\.113\.7 is not an address of this machine/,
    ],
  ])('%s', async (_name, args, env, expected) => {
    expect(await failed(args, env)).toMatch(expected)
  })

  test('a config file that is not JSON', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'c.json': '{"port": 1,}' })
    expect(await failed([`--config=${join(folder, 'c.json')}`])).toContain('is not valid JSON')
  })

  test('a data folder that cannot be written', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { file: 'x' })
    expect(await failed([`--data=${join(folder, 'file')}`])).toMatch(
      /data folder .* cannot be written \(a file is in the way\)/,
    )
    if (process.platform !== 'linux') return
    expect(await failed(['--data=/proc/paddock'])).toMatch(/data folder \/proc\/paddock cannot be written/)
  })

  test('a relay that is already running', async () => {
    const first = await startRelayProcess()
    const said = await failed([`--port=${first.port}`])
    expect(said).toContain(`A Paddock relay (version ${VERSION}) is already running on port ${first.port}`)
    expect((await ask(first.port, '/api/health')).status).toBe(200)
  })

  test('a stranger on its port', async () => {
    const other = await startOther((_request, response) => response.end('hello'))
    expect(await failed([`--port=${other.port}`])).toContain(
      `Port ${other.port} is used by a program that is not Paddock`,
    )
  })

  test('a stranger on the port of the page; then the relay listens nowhere either', async () => {
    const other = createServer(socket => void socket.destroy())
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const address = other.address()
    const homePort = typeof address === 'object' && address ? address.port : 0
    const port = await freePort()
    expect(await failed([`--port=${port}`, `--home-port=${homePort}`])).toContain(
      `Port ${homePort} is used by a program that is not Paddock`,
    )
    await expect(ask(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })
})

describe('two programs on one machine', () => {
  test('a relay beside another home waits for the port of the page, and says so', async () => {
    const homePort = await servingPort()
    const relay = await startRelayProcess([`--home-port=${homePort}`])
    expect(relay.stdout()).toContain(`Open http://localhost:${homePort}\n`)
    expect(relay.stdout()).toContain(
      `Another Paddock program (process ${process.pid}) serves the page; this one takes over when it stops.`,
    )
  })

  test('when the relay that serves the page is killed, the other serves it within two seconds', async () => {
    const first = await startRelayProcess()
    const homePort = portOf(first.address)
    const second = await startRelayProcess([`--home-port=${homePort}`])
    first.child.kill('SIGKILL')
    await first.exited
    const begun = performance.now()
    await second.says(/this program now serves the page/)
    expect(performance.now() - begun).toBeLessThan(2_000)
    expect((await ask(homePort, VERSION_PATH)).status).toBe(200)
  })
})

test('a Node that cannot read TypeScript prints one sentence saying what to type', async () => {
  const pretendOld = 'data:text/javascript,Object.defineProperty(process.features,"typescript",{value:false})'
  for (const script of ['relay/index.js', 'cli/index.js']) {
    const { code, stdout, stderr } = await runProgram(script, [], { nodeArgs: ['--import', pretendOld] })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^paddock[^\n]*cannot run Paddock's programs[^\n]*type "npm [^\n]+\n$/)
  }
})

test('the program can be started by its folder', async () => {
  expect((await runProgram('relay', ['--version'])).stdout).toBe(`${VERSION}\n`)
})
