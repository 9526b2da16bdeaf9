/**
 * A real rig-bridge as a process of its own, reading a pretended game that another process drives: whatever happens to
 * the bridge, the game goes on. Ports are free ones, names in /dev/shm the test's own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** Starting takes some 0.7 s on a quiet machine. */
const START_WITHIN_MS = 30_000

export interface BridgeProcess {
  /** Of its own socket. */
  readonly port: number
  /** Where the page is served; null with `--no-home`. */
  readonly origin: string
  readonly pid: number
  readonly said: () => string
  /** The six digits it shows, once it shows some. */
  untilCode(): Promise<string>
  /** SIGKILL: nothing of it runs any more. */
  kill(): Promise<void>
  /** As Ctrl+C; answers its exit code. */
  stop(): Promise<number | null>
}

export interface BridgeOptions {
  readonly data: string
  readonly prefix: string
  /** How many times faster than real the pretended game drives. */
  readonly speed?: number
  readonly homePort?: number
  readonly page?: string
  readonly more?: readonly string[]
}

export const startBridge = async (options: BridgeOptions): Promise<BridgeProcess> => {
  const { data, prefix, speed = 1, homePort = 0, more = [] } = options
  const flags = ['--port', '0', '--home-port', `${homePort}`, '--data', data]
  if (prefix !== '') flags.push('--shm-prefix', prefix)
  flags.push('--fake-speed', `${speed}`, ...more)
  if (options.page) flags.push('--page', options.page)
  const child = spawn(process.execPath, ['--max-semi-space-size=2', 'rig-bridge/index.js', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { said, addresses } = await addressesOf(child)
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill(signal)
      await exited
    }
    return child.exitCode
  }
  return {
    port: Number(new URL(addresses.own).port),
    origin: addresses.home,
    pid: child.pid!,
    said,
    untilCode: () =>
      new Promise(resolve => {
        const look = (): void => {
          const digits = /Code for your page: (\d{3}) (\d{3})/.exec(said())
          if (!digits) return
          child.stdout?.off('data', look)
          resolve(`${digits[1]}${digits[2]}`)
        }
        child.stdout?.on('data', look)
        look()
      }),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

const addressesOf = async (child: ChildProcess) => {
  let text = ''
  const said = (): string => text
  const addresses = await new Promise<{ own: string; home: string }>((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`the rig-bridge ${why}: ${text}`))
    const late = setTimeout(() => fail('did not start in time'), START_WITHIN_MS)
    const hear = (chunk: unknown): void => {
      text += chunk
      const home = /Open (http:\/\/localhost:\d+)/.exec(text)?.[1]
      const own = /what to do if not: (http:\/\/localhost:\d+)/.exec(text)?.[1]
      if (!home || !own) return
      clearTimeout(late)
      resolve({ own, home })
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', code => fail(`ended with ${code}`))
  })
  return { said, addresses }
}
