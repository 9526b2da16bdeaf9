/**
 * Files dropped on a page that takes them itself. The frame would hand them to the import, so this one listens before
 * it, as long as the returned function is not called.
 */

export const takeDrops = (
  take: (files: readonly File[]) => void,
  hover: (isOver: boolean) => void,
): (() => void) => {
  const onOver = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    claim(event)
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    hover(true)
  }
  /** Without a place it goes to, it left the window. */
  const onLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) hover(false)
  }
  const onDrop = (event: DragEvent): void => {
    hover(false)
    if (!holdsFiles(event)) return
    claim(event)
    take([...(event.dataTransfer?.files ?? [])])
  }
  const early = { capture: true }
  addEventListener('dragenter', onOver, early)
  addEventListener('dragover', onOver, early)
  addEventListener('dragleave', onLeave, early)
  addEventListener('drop', onDrop, early)
  return () => {
    removeEventListener('dragenter', onOver, early)
    removeEventListener('dragover', onOver, early)
    removeEventListener('dragleave', onLeave, early)
    removeEventListener('drop', onDrop, early)
  }
}

const holdsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

const claim = (event: DragEvent): void => {
  event.preventDefault()
  event.stopImmediatePropagation()
}
