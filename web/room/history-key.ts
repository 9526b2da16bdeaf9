/** What a person does to take back what they wrote, or to have it again, as keyboards, menus and phones say it. */

export const historyKey = (event: KeyboardEvent | InputEvent): 'undo' | 'redo' | null => {
  if (event.type === 'beforeinput') {
    const { inputType } = event as InputEvent
    return inputType === 'historyUndo' ? 'undo' : inputType === 'historyRedo' ? 'redo' : null
  }
  const { key, ctrlKey, metaKey, shiftKey, altKey } = event as KeyboardEvent
  if (altKey || ctrlKey === metaKey) return null
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' && ctrlKey && !shiftKey ? 'redo' : null
}
