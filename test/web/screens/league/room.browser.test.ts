/** The room's page: typing and being typed to, who is here, and what is said when something is missing. */
import { expect, onTestFinished, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { crewRoom } from '#web/room'
import { hrefs } from '#web/route'
import League from '../../../../web/screens/league/League.svelte'
import { show } from './show.ts'
import { LEAGUE } from './test-league.ts'
import { openTestOffice } from './test-office.ts'
import { testRoom } from './test-room.ts'

const openRoom = async (text?: string) => {
  const room = testRoom(text)
  const office = openTestOffice({ enterRoom: async () => ({ ok: true, value: room }) })
  // Whoever left in a test before comes back.
  await crewRoom.enter(LEAGUE, 'Tuesday GT3')
  const shown = await show(League, hrefs.league(LEAGUE, 'room'))
  onTestFinished(() => crewRoom.leave())
  await shown.says('Who is here')
  const field = shown.root.querySelector('textarea')!
  return { room, office, field, ...shown }
}

test('typing says what changed, and what others write comes in around the caret', async () => {
  const { room, field } = await openRoom('Box lap 12.')
  field.focus()
  field.setSelectionRange(4, 4)
  await userEvent.keyboard('in ')
  expect(room.typed.map(({ at, inserted }) => [at, inserted])).toEqual([
    [4, 'i'],
    [5, 'n'],
    [6, ' '],
  ])
  room.write({ at: 0, removed: 0, inserted: 'Kim: ' })
  expect(field.value).toBe('Kim: Box in lap 12.')
  expect(field.selectionStart).toBe(12)
  room.write({ at: 5, removed: 4, inserted: '' })
  expect(field.value).toBe('Kim: in lap 12.')
  expect(field.selectionStart).toBe(8)
})

test('undoing is of the text and not of the field, and the caret goes where it happened', async () => {
  const { room, field } = await openRoom('Box lap 12.')
  field.focus()
  field.setSelectionRange(4, 4)
  await userEvent.keyboard('x')
  room.write({ at: 0, removed: 0, inserted: 'Kim: ' })
  room.typed[0] = { ...room.typed[0]!, at: 9 }
  field.setSelectionRange(0, 0)
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(field.value).toBe('Kim: Box lap 12.')
  expect(field.selectionStart).toBe(9)
  await userEvent.keyboard('{Control>}y{/Control}{Control>}{Shift>}z{/Shift}{/Control}{Meta>}z{/Meta}')
  field.dispatchEvent(new InputEvent('beforeinput', { inputType: 'historyUndo', cancelable: true }))
  expect(room.recalled).toEqual(['undo', 'redo', 'redo', 'undo', 'undo'])
})

test('while a letter is composed what others write waits, and nothing of either is lost', async () => {
  const { room, field } = await openRoom('ab')
  field.focus()
  field.dispatchEvent(new CompositionEvent('compositionstart'))
  field.value = 'aあb'
  field.dispatchEvent(new InputEvent('input'))
  room.write({ at: 0, removed: 0, inserted: '> ' })
  expect(field.value).toBe('aあb')
  field.dispatchEvent(new CompositionEvent('compositionend'))
  expect(field.value).toBe('> aあb')
  expect(room.notes.text()).toBe('> aあb')
})

test('who is here is told with what they look at; who proved nothing is not named', async () => {
  const { says, text, room } = await openRoom()
  await says('in the room')
  expect(text()).toMatch(
    /Ada Example-Longname von Hohenfels Rig in the cellar · on the desk: Spa-Francorchamps · Grand Prix, 1.284 m/,
  )
  expect(text()).toContain('One page did not prove whose it is')
  room.become({ people: [] })
  await says('Nobody else is in the room now.')
})

test.each([
  ['no-signal', 0, 'Nobody was found who brings your pages together'],
  ['no-signal', 2, 'Notes still travel: 2 devices of the league are connected.'],
  ['no-key', 0, 'Notes wait on this device until you meet somebody.'],
  ['paused', 1, 'This device is paused'],
] as const)('%s with %i devices says so in a sentence', async (link, devices, said) => {
  const { room, says } = await openRoom()
  room.become({ link, devices, people: [] })
  await says(said)
})

test('an admin whose room has lost its key makes a new one', async () => {
  const { room, root, says, office } = await openRoom()
  room.become({ link: 'no-key', people: [] })
  await says('Make a new key')
  ;[...root.querySelectorAll('button')].find(each => each.textContent?.includes('new key'))!.click()
  await vi.waitFor(() => expect(office.asked).toContainEqual(['renewRoom', LEAGUE]))
})

test('whether what was written is on the disk is said', async () => {
  const { room, says } = await openRoom()
  room.keep('keeping')
  await says('being kept')
  room.keep('not-kept')
  await says('it is lost if you close the page')
})

test('whoever leaves stays outside until they enter again', async () => {
  const { root, says, room } = await openRoom()
  const left = vi.spyOn(room, 'leave')
  root.querySelector<HTMLButtonElement>('section[aria-labelledby="here-title"] button')!.click()
  await says('You left the room')
  expect(left).toHaveBeenCalledOnce()
  const enter = [...root.querySelectorAll('button')].find(button =>
    button.textContent?.includes('Enter the room'),
  )
  enter!.click()
  await says('Who is here')
})
