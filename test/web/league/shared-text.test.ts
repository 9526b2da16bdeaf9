/** Undoing in a text that several write takes back one's own words and leaves those of others. */
import { expect, onTestFinished, test } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { createMemoryDocumentStore, openDocument } from '#shared/sync'
import type { TextChange } from '#web/league'
import { createSharedText } from '../../../web/league/engine/rooms/shared-text.ts'

const write = (at: number, inserted: string): TextChange => ({ at, removed: 0, inserted })

const openText = async () => {
  const document = await openDocument(createMemoryDocumentStore(), 'notes')
  const text = createSharedText(document, 'text')
  onTestFinished(text.close)
  const theirs = new Doc()
  document.doc.on('update', update => applyUpdate(theirs, update, 'wire'))
  theirs.on('update', (update, origin) => {
    if (origin !== 'wire') applyUpdate(document.doc, update, 'wire')
  })
  return { text, theirs: theirs.getText('text') }
}

test('own words go and come back around what others wrote since', async () => {
  const { text, theirs } = await openText()
  text.change(write(0, 'Box lap 12.'))
  theirs.insert(0, 'Kim: ')
  theirs.insert(theirs.length, ' Wets!')
  text.undo()
  expect(text.text()).toBe('Kim:  Wets!')
  text.redo()
  expect(text.text()).toBe('Kim: Box lap 12. Wets!')
  expect(theirs.toString()).toBe(text.text())
})

test('what was deleted here comes back where it was, and words of others in the middle stay', async () => {
  const { text, theirs } = await openText()
  theirs.insert(0, 'Ada, Kim, Sam')
  text.change({ at: 5, removed: 5, inserted: '' })
  theirs.insert(0, 'Order: ')
  text.undo()
  expect(text.text()).toBe('Order: Ada, Kim, Sam')
})

test('with nothing of one’s own left nothing is undone, whatever others wrote', async () => {
  const { text, theirs } = await openText()
  theirs.insert(0, 'Kim was here')
  text.undo()
  text.redo()
  expect(text.text()).toBe('Kim was here')
})

test('screens hear what undoing did, and that it was that', async () => {
  const { text, theirs } = await openText()
  const heard: (readonly [readonly TextChange[], boolean])[] = []
  text.onChange((changes, isUndo) => heard.push([changes, isUndo]))
  text.change(write(0, 'one'))
  theirs.insert(3, ' two')
  text.undo()
  expect(heard).toEqual([
    [[write(3, ' two')], false],
    [[{ at: 0, removed: 3, inserted: '' }], true],
  ])
})
