export { hrefs, type Route, router, urlToRoute } from './router.svelte.ts'
