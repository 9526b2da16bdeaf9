/** Starts the guest view: a page of its own, small, on plain http from another machine, that keeps nothing. */
import '#web/style'
import { mount } from 'svelte'
import { words } from '#web/words'
import Guest from './Guest.svelte'
import { readGuestAddress, takeSecret } from './guest-address.ts'

const target = document.getElementById('guest')
if (!target) throw new Error('guest.html lost its #guest element')

const sight = readGuestAddress(new URL(location.href), {
  languages: navigator.languages,
  isLight: matchMedia('(prefers-color-scheme: light)').matches,
  spoken: ['en', 'de'],
})
document.documentElement.dataset.theme = sight.theme
document.documentElement.toggleAttribute('data-clear', sight.isClear)
void words.choose(sight.language)
mount(Guest, { target, props: { sight, secret: takeSecret() } })
