/** Two devices with nothing between them but two screens: one offers, the other answers. */
export { default as Answer } from './Answer.svelte'
export { default as Offer } from './Offer.svelte'
