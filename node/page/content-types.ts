/** Content types by file ending, and which of them are worth compressing (the others already are). */

interface ContentType {
  readonly type: string
  readonly isCompressible: boolean
}

const text = (type: string): ContentType => ({ type: `${type}; charset=utf-8`, isCompressible: true })
const packed = (type: string): ContentType => ({ type, isCompressible: false })

const BY_ENDING: Readonly<Record<string, ContentType>> = {
  html: text('text/html'),
  js: text('text/javascript'),
  mjs: text('text/javascript'),
  css: text('text/css'),
  json: text('application/json'),
  map: text('application/json'),
  webmanifest: text('application/manifest+json'),
  txt: text('text/plain'),
  md: text('text/markdown'),
  svg: text('image/svg+xml'),
  // No charset: it is binary, and browsers compile it while it streams only under exactly this type.
  wasm: { type: 'application/wasm', isCompressible: true },
  png: packed('image/png'),
  jpg: packed('image/jpeg'),
  jpeg: packed('image/jpeg'),
  webp: packed('image/webp'),
  avif: packed('image/avif'),
  gif: packed('image/gif'),
  ico: packed('image/x-icon'),
  woff2: packed('font/woff2'),
  woff: packed('font/woff'),
}

/** What a browser does nothing with but save. */
const UNKNOWN = packed('application/octet-stream')

export const pathToContentType = (path: string): ContentType => {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase()
  return (ending !== undefined && Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined) ?? UNKNOWN
}
