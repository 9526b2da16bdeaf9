/** What is said about several tabs, in English; part of `en.ts`. */
export const tabWords = {
  leads: 'This tab does the imports.',
  follows: 'Another tab does the imports; files you add here are imported there and appear in both.',
}
