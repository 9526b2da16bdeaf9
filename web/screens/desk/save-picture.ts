/** The charts as a picture file, with the names of the laps. */
import type { DeskLap } from '#web/desk'
import { chartToPng, pngFileName } from '#web/parts/charts'
import { downloadBlob } from './tables/download-text.ts'

export const savePicture = async (
  element: HTMLElement,
  title: string,
  laps: readonly DeskLap[],
): Promise<void> => {
  const legend = laps.filter(lap => !lap.isHidden)
  downloadBlob(pngFileName(title), await chartToPng(element, { title, legend }))
}
