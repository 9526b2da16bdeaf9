/**
 * The last resort: when not even the frame could be drawn, plain elements say what happened and offer a way
 * on. Does nothing while the frame is there, which shows its own problems.
 */
import type { Words } from '#web/words'

export const showFatal = (target: HTMLElement, words: Words, error: unknown): void => {
  if (target.childElementCount > 0) return
  const heading = document.createElement('h1')
  heading.textContent = words.problems.title
  const text = document.createElement('p')
  text.textContent = words.problems.screen
  const details = document.createElement('p')
  details.className = 'muted'
  details.textContent = error instanceof Error ? error.message : String(error)
  const reload = document.createElement('button')
  reload.className = 'button primary'
  reload.textContent = words.app.reload
  reload.addEventListener('click', () => location.reload())
  const section = document.createElement('section')
  section.setAttribute('role', 'alert')
  section.className = 'fatal'
  section.append(heading, text, details, reload)
  target.append(section)
}
