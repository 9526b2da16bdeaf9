/**
 * Windows process: publishes ACC's pages under their names as the game would, a packet about every 3 ms, for the
 * milliseconds given as the first argument; then it is gone, and its memory with it.
 */
import koffi from 'koffi'
import { createWineGame, idToMs, PREFIX } from './model.ts'

const kernel = koffi.load('kernel32.dll')
const createFileMapping = kernel.func(
  'void *__stdcall CreateFileMappingW(intptr_t file, void *security, uint32_t protect, uint32_t high, uint32_t low, str16 name)',
)
const mapViewOfFile = kernel.func(
  'void *__stdcall MapViewOfFile(void *section, uint32_t access, uint32_t high, uint32_t low, size_t bytes)',
)
const timeBeginPeriod = koffi.load('winmm.dll').func('uint32_t __stdcall timeBeginPeriod(uint32_t ms)')

const PAGE_READWRITE = 4
const FILE_MAP_WRITE = 2

const publish = (page: string, bytes: number): Uint8Array => {
  const section = createFileMapping(-1, null, PAGE_READWRITE, 0, bytes, `Local\\${PREFIX}acpmf_${page}`)
  const view = mapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0)
  if (!view) throw new Error(`the section of the ${page} page cannot be made`)
  return new Uint8Array(koffi.view(view, bytes))
}

const forMs = Number(process.argv[2])
const game = createWineGame()
const views = {
  physics: publish('physics', 800),
  graphics: publish('graphics', 1588),
  static: publish('static', 820),
}
timeBeginPeriod(1)
console.log('publishing')
const sleeper = new Int32Array(new SharedArrayBuffer(4))
const startMs = performance.now()
let id = 0
while (performance.now() - startMs < forMs) {
  id++
  const pages = game.fill(idToMs(id))
  views.static.set(pages.static)
  views.physics.set(pages.physics)
  views.graphics.set(pages.graphics)
  Atomics.wait(sleeper, 0, 0, Math.max(0, startMs + id * 3 - performance.now()))
}
console.log(`published ${id}`)
process.exit(0)
