/** Files that came to the page from anywhere: logs go to the import, a background map to the settings. */
import { imports, type PickedFile } from '#web/import'
import { hrefs, router } from '#web/route'

/** Known here by its ending alone, so that the code that reads it is loaded only for those who have one. */
const MAP_ENDING = '.pmtiles'

export const takeFiles = (files: readonly PickedFile[]): void => {
  const isMap = ({ file }: PickedFile): boolean => file.name.toLowerCase().endsWith(MAP_ENDING)
  const map = files.find(isMap)
  const logs = files.filter(file => !isMap(file))
  if (map) void import('#web/basemap').then(({ keepBasemap }) => keepBasemap(map.file))
  if (logs.length > 0) imports.add(logs)
  router.go(logs.length > 0 ? hrefs.import() : hrefs.settings('basemap'))
}
