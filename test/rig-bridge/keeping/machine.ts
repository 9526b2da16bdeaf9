/**
 * A disk whose power can be cut at any step: what was not synced may be gone, whole or in part, and so may names. It
 * can also be full, faulty or slow. The port's promises and nothing more: a file's bytes may survive without its name.
 */
import { type AppendFile, FileFailure, type JournalFiles } from '../../../rig-bridge/keeping/files.ts'

type Dice = (below: number) => number

interface Inode {
  bytes: Uint8Array
  synced: number
}

type Names = Map<string, Inode>
type NameChange = (names: Names) => void

export interface Step {
  readonly kind: 'create' | 'write' | 'sync' | 'rename' | 'remove' | 'folder'
  readonly name: string
}

export interface Machine {
  readonly files: JournalFiles
  readonly steps: Step[]
  /** The power goes when this many steps were begun; the last one may have half happened. */
  cutAfter: number
  isOff(): boolean
  /** Bytes all files may have together. */
  capacity: number
  /** What a step answers instead of doing anything. */
  fault: ((step: Step) => string | null) | null
  /** What a sync waits for. */
  slow: (() => Promise<void>) | null
  /** The disk as it is found afterwards, chosen by the dice. */
  afterPowerCut(dice: Dice): Machine
  bytesOf(name: string): Uint8Array
  names(): string[]
  /** Changes a byte of what is on the disk. */
  damage(name: string, at: number): void
}

const appended = (inode: Inode, bytes: Uint8Array): void => {
  const grown = new Uint8Array(inode.bytes.length + bytes.length)
  grown.set(inode.bytes)
  grown.set(bytes, inode.bytes.length)
  inode.bytes = grown
}

/** Of what was not synced: nothing, all, up to any byte, or as long as it was with zeros at the end. */
const survivorOf = ({ bytes, synced }: Inode, dice: Dice): Uint8Array => {
  const kept = synced + dice(bytes.length - synced + 1)
  switch (dice(4)) {
    case 0:
      return bytes.slice(0, synced)
    case 1:
      return bytes.slice()
    case 2:
      return bytes.slice(0, kept)
    default: {
      const survivor = bytes.slice()
      survivor.fill(0, kept)
      return survivor
    }
  }
}

export const createMachine = (from: Names = new Map()): Machine => {
  const names: Names = new Map(from)
  const durable: Names = new Map(from)
  let changes: NameChange[] = []
  const steps: Step[] = []
  let isOff = false

  const used = (): number => [...names.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)

  const begin = (kind: Step['kind'], name: string): void => {
    if (isOff) throw new FileFailure('EIO')
    const step = { kind, name }
    steps.push(step)
    const fault = machine.fault?.(step)
    if (fault) throw new FileFailure(fault)
    if (steps.length >= machine.cutAfter) isOff = true
  }

  const ended = (): void => {
    if (isOff) throw new FileFailure('EIO')
  }

  const change = (make: NameChange): void => {
    make(names)
    changes.push(make)
  }

  const write = (inode: Inode, bytes: Uint8Array): void => {
    const room = Number.isFinite(machine.capacity)
      ? Math.max(0, machine.capacity - used())
      : Number.POSITIVE_INFINITY
    appended(inode, bytes.subarray(0, room))
    if (bytes.length > room) throw new FileFailure('ENOSPC')
  }

  const found = (name: string): Inode => {
    const inode = names.get(name)
    if (!inode) throw new FileFailure('ENOENT')
    return inode
  }

  const sync = async (inode: Inode, name: string): Promise<void> => {
    begin('sync', name)
    const length = inode.bytes.length
    await machine.slow?.()
    ended()
    inode.synced = Math.max(inode.synced, length)
  }

  const appendTo = (inode: Inode, name: string): AppendFile => ({
    write(bytes) {
      begin('write', name)
      write(inode, bytes)
      ended()
    },
    sync: () => sync(inode, name),
    close: async () => {},
  })

  const machine: Machine = {
    steps,
    cutAfter: Number.POSITIVE_INFINITY,
    capacity: Number.POSITIVE_INFINITY,
    fault: null,
    slow: null,
    isOff: () => isOff,
    files: {
      list: async () => [...names].map(([name, { bytes }]) => ({ name, size: bytes.length })),
      create(name) {
        begin('create', name)
        if (names.has(name)) throw new FileFailure('EEXIST')
        const inode: Inode = { bytes: new Uint8Array(0), synced: 0 }
        change(all => all.set(name, inode))
        ended()
        return appendTo(inode, name)
      },
      async read(name, at, length) {
        return found(name).bytes.slice(at, at + length)
      },
      async writeWhole(name, pieces) {
        begin('create', name)
        const inode: Inode = { bytes: new Uint8Array(0), synced: 0 }
        change(all => all.set(name, inode))
        ended()
        for (const piece of pieces) {
          begin('write', name)
          write(inode, piece)
          ended()
        }
        await sync(inode, name)
      },
      async rename(old, name) {
        begin('rename', name)
        const inode = found(old)
        change(all => {
          all.delete(old)
          all.set(name, inode)
        })
        ended()
      },
      async remove(name) {
        begin('remove', name)
        change(all => all.delete(name))
        ended()
      },
      async syncFolder() {
        begin('folder', '')
        const count = changes.length
        await machine.slow?.()
        ended()
        for (const make of changes.splice(0, count)) make(durable)
      },
      freeBytes: async () => machine.capacity - used(),
    },
    afterPowerCut(dice) {
      isOff = true
      const survived = new Map(durable)
      for (const make of changes.slice(0, dice(changes.length + 1))) make(survived)
      changes = []
      const inodes = [...survived].map(([name, inode]): [string, Inode] => {
        const bytes = survivorOf(inode, dice)
        return [name, { bytes, synced: bytes.length }]
      })
      return createMachine(new Map(inodes))
    },
    bytesOf: name => found(name).bytes,
    names: () => [...names.keys()].sort(),
    damage(name, at) {
      const { bytes } = found(name)
      bytes[at] = bytes[at]! ^ 0x10
    },
  }
  return machine
}
