/**
 * The background map of this device: chosen by a person, kept here, shown under every map with positions on Earth.
 * Every tab follows; nothing is ever fetched.
 */
import type { Map as LeafletMap } from 'leaflet'
import type { Projection } from '#shared/geo'
import { createId } from '#shared/id'
import { type Archive, openArchive } from './archive.ts'
import { copyIn, PLACE, readKept, removeKept, setKeptOn } from './keeping.ts'
import type { BasemapProblem } from './problems.ts'

/** Adds itself to a map; what it returns takes it away again. */
export type MapLayer = (map: LeafletMap) => () => void

export interface KeptBasemap {
  /** As its owner called the file. */
  readonly name: string
  readonly bytes: number
  readonly isOn: boolean
  readonly archive: Archive
}

export interface Copying {
  readonly name: string
  readonly doneBytes: number
  readonly totalBytes: number
}

/** Circuits fit into megabytes and countries into this; more would crowd out laps. */
export const MOST_FILE_BYTES = 4_000_000_000
/** Of the room the browser says is left, so much stays free for laps. */
const SPARE_BYTES = 200_000_000

/** Tabs that show the same place tell each other on a channel of its name. */
const CHANNEL = 'paddock.'

export class Basemap {
  kept = $state.raw<KeptBasemap | null>(null)
  copying = $state.raw<Copying | null>(null)
  /** Why the last file was refused, or why the one that is kept is not shown. */
  problem = $state<BasemapProblem | null>(null)
  /** The same answer to the same question: a map takes another layer as a reason to draw anew. */
  #layer: { readonly archive: Archive; readonly projection: Projection; readonly layer: MapLayer } | null =
    null
  #loading: Promise<void> | null = null
  #stop: AbortController | null = null
  #tabs: BroadcastChannel | null = null
  readonly #place: string

  constructor(place: string = PLACE) {
    this.#place = place
  }

  /** What to show under a map with this projection; null when there is nothing to show. */
  layerFor(projection: Projection | null): MapLayer | null {
    const { kept } = this
    if (!kept?.isOn || !projection) return null
    const last = this.#layer
    if (last?.archive === kept.archive && last.projection === projection) return last.layer
    const layer = createLayer(kept.archive, projection)
    this.#layer = { archive: kept.archive, projection, layer }
    return layer
  }

  /** The credit to show with it; null when it is not shown. */
  creditFor(projection: Projection | null): string | null {
    return this.kept?.isOn && projection ? this.kept.archive.credit : null
  }

  /** Looks once what is kept; costs one question to the browser when nothing is. */
  load(): Promise<void> {
    this.#loading ??= this.#follow()
    return this.#loading
  }

  /** Checks a file and keeps it in place of the one before; refused files change nothing. */
  async keep(file: File): Promise<void> {
    this.#stop?.abort()
    const stop = new AbortController()
    this.#stop = stop
    this.problem = null
    const problem = await this.#tryToKeep(file, stop.signal)
    // A later file has taken over: its outcome counts.
    if (this.#stop !== stop) return
    this.#stop = null
    this.copying = null
    this.problem = problem
    if (problem === null) await this.#changed()
  }

  cancel(): void {
    this.#stop?.abort()
  }

  async show(isOn: boolean): Promise<void> {
    await setKeptOn(this.#place, isOn)
    await this.#changed()
  }

  async remove(): Promise<void> {
    this.problem = null
    await removeKept(this.#place)
    await this.#changed()
  }

  async #tryToKeep(file: File, signal: AbortSignal): Promise<BasemapProblem | null> {
    try {
      const opened = await openArchive(file, file.name)
      if (!opened.ok) return opened.problem
    } catch {
      return 'failed'
    }
    if (file.size > MOST_FILE_BYTES) return 'tooLarge'
    if (!(await hasRoomFor(file.size))) return 'noSpace'
    if (signal.aborted) return 'stopped'
    const show = (doneBytes: number) => {
      this.copying = { name: file.name, doneBytes, totalBytes: file.size }
    }
    show(0)
    const fileName = createId(bytes => crypto.getRandomValues(bytes))
    const copied = await copyIn(this.#place, file, { signal, onProgress: show, fileName })
    return copied.ok ? null : copied.problem
  }

  async #follow(): Promise<void> {
    this.#tabs = new BroadcastChannel(CHANNEL + this.#place)
    this.#tabs.addEventListener('message', () => void this.#read())
    await this.#read()
  }

  async #changed(): Promise<void> {
    await this.load()
    await this.#read()
    this.#tabs?.postMessage(null)
  }

  async #read(): Promise<void> {
    const found = await readKept(this.#place)
    if (found === null) {
      this.kept = null
      return
    }
    const opened = found === 'unreadable' ? null : await openArchive(found.blob, found.file).catch(() => null)
    if (found === 'unreadable' || !opened?.ok) {
      this.kept = null
      this.problem = 'unreadable'
      return
    }
    this.kept = { name: found.name, bytes: found.blob.size, isOn: found.isOn, archive: opened.value }
  }
}

/** Painting needs the map's own code, which the settings have no use for: it comes with the first map that shows it. */
const createLayer =
  (archive: Archive, projection: Projection): MapLayer =>
  map => {
    let isGone = false
    let remove = (): void => {}
    void import('./layer.ts').then(({ createBasemapLayer }) => {
      if (!isGone) remove = createBasemapLayer(archive, projection)(map)
    })
    return () => {
      isGone = true
      remove()
    }
  }

/** A browser that does not say is given the benefit of the doubt: a full disk is noticed while copying. */
const hasRoomFor = async (bytes: number): Promise<boolean> => {
  const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}))
  return quota === undefined || usage === undefined || quota - usage >= bytes + SPARE_BYTES
}

export const basemap = new Basemap()
