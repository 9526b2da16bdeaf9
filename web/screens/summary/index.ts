export { default } from './SummaryPage.svelte'
