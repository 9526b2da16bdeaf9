export { type BlobExchange, type BlobExchangeOptions, createBlobExchange } from './exchange.ts'
export {
  createMemoryDisk,
  createMemorySharedBlobs,
  type MemoryDisk,
  type MemorySharedBlobs,
} from './memory.ts'
export { BLOB_LIMITS, type BlobMessage, decodeBlobMessage, encodeBlobMessage } from './messages.ts'
