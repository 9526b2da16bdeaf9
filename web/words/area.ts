/**
 * The words of one screen, which travel with its code and so cost the first load nothing: a table in each language,
 * of the same shape by its type. `t.now` in a component follows the language at once.
 */
import { type LanguageTag, words } from './language.svelte.ts'

export interface AreaWords<Table> {
  readonly now: Table
}

export const areaWords = <Table>(tables: Readonly<Record<LanguageTag, Table>>): AreaWords<Table> => ({
  get now() {
    return tables[words.tag]
  },
})
