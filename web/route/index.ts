export { type Route, hrefs, router, urlToRoute } from './router.svelte.ts'
