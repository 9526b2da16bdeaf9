/**
 * One bridge per folder. The lock is a name at which this process listens: the system takes it back when the process
 * ends, however it ends, so a crash leaves none behind and no other process can be mistaken for its holder.
 *
 * Linux: an abstract socket. Windows: a pipe. Elsewhere a socket file among the temporary ones, which a crash does
 * leave, so one that nobody answers at is taken over. Where none of these can be had, the lock is not needed to work:
 * the port of the socket, which only one bridge can listen at, stands in.
 */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeOf } from './files.ts'

export interface FolderLock {
  release(): Promise<void>
}

const nameOf = (folder: string): string => {
  const hash = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)
  return `paddock-rig-${hash}`
}

const addressOf = (name: string): string => {
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const listenAt = (address: string): Promise<Server | string> =>
  new Promise(resolve => {
    const server = createServer(socket => socket.destroy())
    server.once('error', error => resolve(codeOf(error)))
    server.listen({ path: address }, () => {
      server.unref()
      resolve(server)
    })
  })

const isAnswered = (address: string): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ path: address })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Null when another process holds it. */
export const lockFolder = async (folder: string): Promise<FolderLock | null> => {
  const address = addressOf(nameOf(folder))
  const isFile = process.platform !== 'linux' && process.platform !== 'win32'
  let server = await listenAt(address)
  if (server === 'EADDRINUSE' && isFile && !(await isAnswered(address))) {
    await rm(address, { force: true })
    server = await listenAt(address)
  }
  if (server === 'EADDRINUSE') return null
  if (typeof server === 'string') return { release: async () => {} }
  const held = server
  return { release: () => new Promise(resolve => held.close(() => resolve())) }
}
