import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Server, startServer, untilOfflineReady, type Visitor, visit } from './harness.ts'

interface IconEntry {
  readonly src: string
  readonly sizes: string
  readonly type: string
  readonly purpose?: string
}

describe('installing', () => {
  let server: Server
  let visitor: Visitor

  beforeAll(async () => {
    server = await startServer()
    visitor = await visit(server.origin)
    await visitor.page.goto(server.origin)
    await untilOfflineReady(visitor.page)
  })
  afterAll(async () => {
    await visitor.close()
    await server.kill()
  })

  test('the browser finds no reason against it', async () => {
    const devtools = await visitor.context.newCDPSession(visitor.page)
    const manifest = await devtools.send('Page.getAppManifest')
    expect(manifest.errors).toEqual([])
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    // A profile of a test browser counts as private for installing; nothing else may be held against it.
    expect(installabilityErrors.map(e => e.errorId).filter(id => id !== 'in-incognito')).toEqual([])
  })

  test('every picture the manifest names is there and has the size it claims', async () => {
    const manifest = await (await fetch(`${server.origin}/manifest.webmanifest`)).json()
    const pictures: IconEntry[] = [
      ...manifest.icons,
      ...manifest.screenshots,
      ...manifest.shortcuts.flatMap((s: { icons: IconEntry[] }) => s.icons),
    ]
    expect(manifest.icons.some((icon: IconEntry) => icon.purpose === 'maskable')).toBe(true)
    for (const { src, sizes, type } of pictures) {
      const size = await visitor.page.evaluate(async address => {
        const image = new Image()
        image.src = address
        await image.decode()
        return `${image.naturalWidth}x${image.naturalHeight}`
      }, src)
      if (type === 'image/png') expect(`${src} ${size}`).toBe(`${src} ${sizes}`)
    }
  })
})
