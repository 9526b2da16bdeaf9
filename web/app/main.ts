/** Starts the page: styles, library, offline copy, frame. Whatever fails here still ends in a sentence. */
import '#web/style'
import { mount } from 'svelte'
import { installer, library, offline, preferences } from '#web/state'
import { words } from '#web/words'
import App from './App.svelte'
import { showFatal } from './fatal.ts'

const target = document.getElementById('app')
if (!target) throw new Error('index.html lost its #app element')

addEventListener('error', event => showFatal(target, words.now, event.error ?? event.message))

try {
  installer.listen()
  offline.listen()
  preferences.followSystem()
  // The copy for offline use is fetched once the first screen has what it needs: both share one connection.
  void library.open().finally(() => offline.start())
  mount(App, { target })
} catch (error) {
  showFatal(target, words.now, error)
}
