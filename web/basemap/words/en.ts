/** The words of the background map kept for use without a network, in English. */
export const en = {
  title: 'Background map',
  text: 'The track map needs no background. To see roads and buildings under it without a network, choose one PMTiles file with pictures of your circuit; it is copied to this device and nothing is ever downloaded.',
  choose: 'Choose a PMTiles file',
  replace: 'Choose another file',
  on: 'Show it under the track',
  remove: 'Remove from this device',
  removed: 'The background map was removed. Your laps are untouched.',
  kept: (size: string) => `${size} on this device`,
  zooms: (from: number, to: number) => `zoom ${from} to ${to}`,
  copying: (name: string) => `Copying ${name}`,
  done: (done: string, all: string) => `${done} of ${all}`,
  cancel: 'Cancel',
  onlyReal: 'It is drawn under laps with GPS positions; tracks of simulators have no place on Earth.',
  credit: (text: string) => `Map: ${text}`,
  noCredit: 'Map: the file names no source',
  problems: {
    notPmtiles:
      'This file is not a PMTiles map, so nothing was kept. Choose a file that ends in .pmtiles and was made for version 3.',
    truncated:
      'This PMTiles file is cut short or damaged, so nothing was kept. Copy or download it again and choose it once more.',
    vector:
      'This PMTiles file holds vector data, which Paddock cannot draw, so nothing was kept. Choose one made with picture tiles (PNG, JPEG or WebP).',
    tiles:
      'This PMTiles file holds tiles of a kind Paddock cannot draw, so nothing was kept. Choose one made with picture tiles (PNG, JPEG or WebP).',
    packed:
      'This PMTiles file is packed in a way Paddock cannot read, so nothing was kept. Choose one packed with gzip or not at all.',
    tooLarge: (most: string) =>
      `This file is larger than ${most}, so nothing was kept. Choose a smaller part of the map, around your circuits.`,
    hostile:
      'The table of contents of this PMTiles file claims sizes that cannot be right, so nothing was kept. Choose another file.',
    noSpace:
      'There is not enough room on this device for this map, so nothing was kept; your laps are untouched. Free some space or choose a smaller file.',
    noPlace:
      'This browser cannot keep a map file here, so nothing was kept; your laps are untouched. The track map works without it.',
    stopped: 'Copying was cancelled; nothing of the file was kept.',
    failed:
      'The map could not be copied to this device, so nothing was kept; your laps are untouched. Try again, or choose another file.',
    unreadable:
      'The background map kept on this device can no longer be read, so the track is drawn without it. Choose the file again.',
  },
}

export type BasemapWords = typeof en
