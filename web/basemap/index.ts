/** The background map: one PMTiles file a person chose, kept on this device. */
import { basemap } from './basemap.svelte.ts'

export { default as BasemapPart } from './BasemapPart.svelte'
export type { Copying, KeptBasemap, MapLayer } from './basemap.svelte.ts'
export type { BasemapProblem } from './problems.ts'
export { basemap }

/** How its files end, for pickers, drops and file handlers. */
export const BASEMAP_ENDING = '.pmtiles'

export const isBasemapFile = (file: Pick<File, 'name'>): boolean =>
  file.name.toLowerCase().endsWith(BASEMAP_ENDING)

/** For whoever is handed such a file: checks it, copies it with progress, shows it. What went wrong is in `basemap.problem`. */
export const keepBasemap = (file: File): Promise<void> => basemap.keep(file)
