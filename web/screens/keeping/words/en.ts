/** The words of storage and backups, in English; the type of this table is the contract of every language. */
export const en = {
  title: 'Storage and backups',
}

export type KeepingWords = typeof en
