export * from './agreement/index.ts'
export {
  BLOB_LIMITS,
  type BlobExchange,
  type BlobExchangeOptions,
  type BlobMessage,
  createBlobExchange,
  createMemoryDisk,
  createMemorySharedBlobs,
  decodeBlobMessage,
  encodeBlobMessage,
  type MemoryDisk,
  type MemorySharedBlobs,
} from './blobs/index.ts'
export { type ByteReader, createReader, createWriter } from './bytes.ts'
export type { InvitationProof } from './control-messages.ts'
export * from './documents/index.ts'
export { type Packing, type PromptPacking, plainPacking } from './feeds/index.ts'
export { HANDSHAKE_LIMITS, type HandshakePorts, SYNC_VERSIONS } from './handshake-model.ts'
export * from './lane.ts'
export * from './links/index.ts'
export * from './meeting/index.ts'
export { createMemoryLink, type MemoryLink, type MemoryWireOptions } from './memory-wire.ts'
export { answerWire, createMesh, type LeagueMesh, MESH_LIMITS, type MeshOptions } from './mesh.ts'
export * from './mesh-model.ts'
export * from './pairing/index.ts'
export * from './room-keys.ts'
export * from './route.ts'
export * from './stream-wire.ts'
export * from './wire.ts'
