/**
 * Pages as named sections of Windows, opened for reading only.
 *
 * Never created: a section made here first would be the one the game inherits, with our size. A handle keeps the bytes
 * of a game that is gone, so whoever sees nothing move closes and opens again: then the name is absent. The view is
 * copied from, and dropped before it is unmapped: touching it afterwards ends the program.
 */
import {
  type OpenPage,
  type PageFamily,
  type PageMemory,
  type PageName,
  type PageOpening,
  pageToName,
} from './page-memory.ts'

const FILE_MAP_READ = 4
const ERROR_FILE_NOT_FOUND = 2
const ERROR_ACCESS_DENIED = 5
/** Views are whole pages of memory; so much is there even when Windows does not say how much. */
const SMALLEST_VIEW = 4096
/** MEMORY_BASIC_INFORMATION of 64-bit Windows, and where in it the region's size is. */
const REGION_BYTES = 48
const REGION_SIZE_AT = 24
/** Windows counts its timer's ticks by 15.6 ms unless a program asks for finer ones. */
const TIMER_MS = 1

export type WindowsMemory =
  | { readonly ok: true; readonly memory: PageMemory }
  | { readonly ok: false; readonly message: string }

type Koffi = typeof import('koffi')

const bind = (koffi: Koffi) => {
  const kernel = koffi.load('kernel32.dll')
  const winmm = koffi.load('winmm.dll')
  return {
    openFileMapping: kernel.func(
      'void *__stdcall OpenFileMappingW(uint32_t access, int inherit, str16 name)',
    ),
    mapViewOfFile: kernel.func(
      'void *__stdcall MapViewOfFile(void *section, uint32_t access, uint32_t high, uint32_t low, size_t bytes)',
    ),
    unmapViewOfFile: kernel.func('int __stdcall UnmapViewOfFile(void *view)'),
    closeHandle: kernel.func('int __stdcall CloseHandle(void *handle)'),
    getLastError: kernel.func('uint32_t __stdcall GetLastError()'),
    virtualQuery: kernel.func('size_t __stdcall VirtualQuery(void *at, void *region, size_t bytes)'),
    timeBeginPeriod: winmm.func('uint32_t __stdcall timeBeginPeriod(uint32_t ms)'),
    timeEndPeriod: winmm.func('uint32_t __stdcall timeEndPeriod(uint32_t ms)'),
  }
}

const refusalOf = (name: string, code: number): string =>
  code === ERROR_ACCESS_DENIED
    ? `The game's memory ${name} may not be read by this user, so nothing is recorded: start this program and the game as the same user, both or neither as administrator.`
    : `The game's memory ${name} cannot be opened (Windows error ${code}), so nothing is recorded: restart the game, then this program.`

export const openWindowsMemory = async (prefix: string): Promise<WindowsMemory> => {
  let koffi: Koffi
  let windows: ReturnType<typeof bind>
  try {
    koffi = await import('koffi')
    windows = bind(koffi)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return {
      ok: false,
      message: `The part that reads the memory of Windows games cannot be loaded (${reason}), so nothing is recorded: run npm install in Paddock's folder and start again.`,
    }
  }

  const pageOf = (section: unknown, view: unknown): OpenPage => {
    const region = Buffer.alloc(REGION_BYTES)
    const isKnown = Number(windows.virtualQuery(view, region, REGION_BYTES)) >= REGION_SIZE_AT + 8
    const size = isKnown ? Number(region.readBigUInt64LE(REGION_SIZE_AT)) : SMALLEST_VIEW
    let bytes: Uint8Array | null = new Uint8Array(koffi.view(view, size))
    return {
      read(into) {
        if (!bytes) return -1
        const count = Math.min(into.length, bytes.length)
        into.set(count === bytes.length ? bytes : bytes.subarray(0, count))
        return count
      },
      isCurrent: () => true,
      close() {
        if (!bytes) return
        bytes = null
        windows.unmapViewOfFile(view)
        windows.closeHandle(section)
      },
    }
  }

  const nameOf = (family: PageFamily, page: PageName): string => `Local\\${prefix}${pageToName(family, page)}`
  let isPrecise = false
  const memory: PageMemory = {
    lookedFor: `${nameOf('ac', 'physics')} and ${nameOf('evo', 'physics')}`,
    nameOf,
    open(family, page): PageOpening {
      const name = nameOf(family, page)
      const section = windows.openFileMapping(FILE_MAP_READ, 0, name)
      if (!section) {
        const code = Number(windows.getLastError())
        return code === ERROR_FILE_NOT_FOUND
          ? { kind: 'absent' }
          : { kind: 'refused', message: refusalOf(name, code) }
      }
      const view = windows.mapViewOfFile(section, FILE_MAP_READ, 0, 0, 0)
      if (view) return { kind: 'open', page: pageOf(section, view) }
      const message = refusalOf(name, Number(windows.getLastError()))
      windows.closeHandle(section)
      return { kind: 'refused', message }
    },
    setPrecise(wanted) {
      if (wanted === isPrecise) return
      isPrecise = wanted
      if (wanted) windows.timeBeginPeriod(TIMER_MS)
      else windows.timeEndPeriod(TIMER_MS)
    },
  }
  return { ok: true, memory }
}
