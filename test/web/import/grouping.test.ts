/** Formats kept in two files are one import; everything else stands for itself. */
import { describe, expect, test } from 'vitest'
import { endingOfFirst, groupFiles } from '../../../web/import/grouping.ts'

const picked = (...paths: string[]) =>
  paths.map(path => {
    const at = path.lastIndexOf('/')
    return { file: new File([], path.slice(at + 1)), folder: path.slice(0, Math.max(0, at)) }
  })

const groupsOf = (...paths: string[]) =>
  groupFiles(picked(...paths)).map(({ file, companions }) => [
    file.name,
    ...companions.map(each => each.name),
  ])

describe('files of one drop', () => {
  test('a lap file goes with the log of its name, whatever comes first and however it is written', () => {
    expect(groupsOf('run.LDX', 'run.ld', 'other.ld')).toEqual([['run.ld', 'run.LDX'], ['other.ld']])
    expect(groupsOf('q3.drk', 'q3.rrk', 'a.csv')).toEqual([['q3.drk', 'q3.rrk'], ['a.csv']])
  })

  test('files of one name in two folders are two', () => {
    expect(groupsOf('/a/run.ld', '/b/run.ld', '/b/run.ldx')).toEqual([['run.ld'], ['run.ld', 'run.ldx']])
    expect(groupsOf('/a/run.ld', '/b/run.ldx')).toEqual([['run.ld'], ['run.ldx']])
  })

  test('keep their order, and none is lost', () => {
    const names = ['c.csv', 'a.vbo', 'noending', 'x.rrk', 'b.ld']
    expect(groupsOf(...names).flat()).toEqual(names)
  })

  test('a second file alone says which first it belongs to', () => {
    expect([endingOfFirst('a.ldx'), endingOfFirst('A.RRK'), endingOfFirst('a.ld')]).toEqual([
      'ld',
      'drk',
      null,
    ])
  })
})
