/** A picture of the library as an address an <img> can show, as long as the component that asks stands. */
import type { BlobRef } from '#shared/lap'
import { library } from '#web/state'

export class PictureUrl {
  now = $state<string | null>(null)

  constructor(wanted: () => BlobRef | undefined) {
    // By its name, so that a car that changes otherwise does not read its picture again.
    const name = $derived(wanted()?.sha256)
    $effect(() => {
      const blobs = library.now?.blobs
      if (!name || !blobs) return
      let url: string | null = null
      let isOver = false
      void blobs.read(name).then(read => {
        // A picture that is not there leaves the drawing of the car in its place.
        if (isOver || !read.ok) return
        url = URL.createObjectURL(new Blob([read.value], { type: typeOf(read.value) }))
        this.now = url
      })
      return () => {
        isOver = true
        this.now = null
        if (url) URL.revokeObjectURL(url)
      }
    })
  }
}

/** Of the two kinds `toKeptPicture` makes. */
const typeOf = (bytes: Uint8Array): string => (bytes[0] === 0xff ? 'image/jpeg' : 'image/webp')
