/** The memory document store keeps the promises of the port. */
import { createMemoryDocumentStore } from '#shared/sync'
import { describeDocumentStore } from '../../../conformance/document-store.ts'

describeDocumentStore('the memory store', async () => {
  const store = createMemoryDocumentStore()
  return {
    store: () => store,
    restart: async () => {},
    async setFull(isFull) {
      store.isFull = isFull
    },
    close: async () => {},
  }
})
