/**
 * Our archives in the hands of Python's zipfile and Info-ZIP's unzip, and theirs in ours. Whatever is not on the
 * machine is skipped, and says so.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { archiveOf, contentOf, digestOf, inPieces, noise, opened, textOf } from '../shared/archive/made.ts'

const MIB = 1 << 20
const PYTHON = process.env.PYTHON ?? 'python3'

const isThere = (program: string, argument: string): boolean => {
  const isFound = spawnSync(program, [argument], { stdio: 'ignore' }).status === 0
  if (!isFound) console.warn(`${program} is not on this machine, so its tests are skipped.`)
  return isFound
}
const hasPython = isThere(PYTHON, '--version')
const hasUnzip = isThere('unzip', '-v')
const hasZip = isThere('zip', '-v')

const folder = mkdtempSync(join(tmpdir(), 'paddock-archive-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files: Record<string, Uint8Array> = {
  'README.txt': textOf('a backup'),
  'originals/Überholt/日本 ✓.csv': noise(5000),
  empty: new Uint8Array(0),
  streamed: noise(3 * MIB + 1, 5),
  sized: noise(2 * MIB + 3, 7),
}
const digests = Object.entries(files).map(([name, bytes]) => [name, digestOf(bytes)])

const writeOurs = async (): Promise<string> => {
  const bytes = await archiveOf(
    Object.entries(files).map(([name, bytes]) => ({
      name,
      source: name === 'streamed' || name === 'sized' ? inPieces(bytes, 65_536) : bytes,
      ...(name === 'sized' ? { options: { size: bytes.length } } : {}),
    })),
  )
  const path = join(folder, 'ours.zip')
  writeFileSync(path, bytes)
  return path
}

const LIST = `
import hashlib, json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
assert archive.testzip() is None
print(json.dumps([[i.filename, f"{i.file_size} bytes {hashlib.sha256(archive.read(i)).hexdigest()}"] for i in archive.infolist()]))
`
const MANY = `
import sys, zipfile
print(len(zipfile.ZipFile(sys.argv[1]).namelist()))
`
const PACK = `
import io, json, sys, zipfile
class Pipe(io.RawIOBase):
    def __init__(self, file): self.file = file
    def writable(self): return True
    def write(self, data): return self.file.write(data)
for path, method, is_piped in json.loads(sys.argv[2]):
    file = open(path, 'wb')
    with zipfile.ZipFile(Pipe(file) if is_piped else file, 'w', method) as archive:
        for name, length in json.loads(sys.argv[1]):
            with archive.open(name, 'w', force_zip64=is_piped) as entry: entry.write(b'lap' * length)
    file.close()
`

describe.skipIf(!hasPython)('with Python', () => {
  const python = (program: string, ...args: string[]): string =>
    execFileSync(PYTHON, ['-c', program, ...args], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    })

  test('our archives are read', async () => {
    expect(JSON.parse(python(LIST, await writeOurs()))).toEqual(digests)
  })

  test('our archives of more than 65,535 entries are read', async () => {
    const path = join(folder, 'many.zip')
    const entries = Array.from({ length: 66_000 }, (_, i) => ({ name: `${i}`, source: new Uint8Array(0) }))
    writeFileSync(path, await archiveOf(entries))
    expect(python(MANY, path).trim()).toBe('66000')
  })

  test('its archives are read, stored or deflated, into a file or a pipe', async () => {
    const wanted: [string, number][] = [
      ['records/laps.jsonl', 10_000],
      ['Überholt ✓', 5],
      ['none', 0],
    ]
    const kinds = [0, 8].flatMap(method =>
      [false, true].map(isPiped => [join(folder, `python-${method}-${isPiped}.zip`), method, isPiped]),
    )
    python(PACK, JSON.stringify(wanted), JSON.stringify(kinds))
    for (const [path] of kinds) {
      expect(await contentOf(await opened(readFileSync(path as string))), `${path}`).toEqual(
        wanted.map(([name, length]) => [name, digestOf(textOf('lap'.repeat(length)))]),
      )
    }
  })
})

describe.skipIf(!hasUnzip)('with unzip', () => {
  test('our archives are found whole', async () => {
    const path = await writeOurs()
    expect(execFileSync('unzip', ['-t', path], { encoding: 'utf8' })).toContain('No errors detected')
  })
})

describe.skipIf(!hasZip)('with zip', () => {
  test('its archives are read, and its links are not', async () => {
    writeFileSync(join(folder, 'laps.jsonl'), 'lap\n'.repeat(10_000))
    symlinkSync('/etc/hostname', join(folder, 'link'))
    execFileSync('zip', ['-qy', 'zip.zip', 'laps.jsonl', 'link'], { cwd: folder })
    expect(await contentOf(await opened(readFileSync(join(folder, 'zip.zip'))))).toEqual([
      ['laps.jsonl', digestOf(textOf('lap\n'.repeat(10_000)))],
      ['link', 'link'],
    ])
  })
})
