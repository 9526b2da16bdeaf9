/**
 * `paddock inspect`: what is in log files, laps and channels, without importing them.
 *
 * Every file gets its entry: one that cannot be read does not keep the others from being shown, but the command
 * ends as failed. A file that belongs to another one of those named was read with it, and its entry says so. Channels are named as in the app; `samples` counts those that have a value.
 */
import { switchSetting } from '#node/config'
import { mainPaths } from '#node/file-source'
import { createFileCommand } from './file-command.ts'
import { additionToJson, additionToLines, fileToJson, fileToLines } from './inspect-report.ts'
import { readLogFile } from './read-log-file.ts'

export const inspect = createFileCommand({
  name: 'inspect',
  words: 'FILE...',
  summary: 'print what is in log files: laps, channels, notes',
  about:
    'Reads log files of any format Paddock knows and prints their laps, their channels and what was guessed or left out.\nNothing is changed. A .ldx beside a .ld and a .rrk beside a .drk are read with it.',
  settings: {
    json: switchSetting({ help: 'print JSON instead of tables', fallback: false }),
  },
  run: async (files, { json }, { print, resolvePath }) => {
    let failed = 0
    const entries: string[] = []
    const fileByPath = new Map(files.map(file => [resolvePath(file), file]))
    for (const file of files) {
      const main = (await mainPaths(resolvePath(file))).find(path => fileByPath.has(path))
      if (main !== undefined) {
        const mainFile = fileByPath.get(main)!
        if (json) entries.push(JSON.stringify(additionToJson(file, mainFile), null, 2))
        else print(`${additionToLines(file, mainFile).join('\n')}\n`)
        continue
      }
      // One after the other, and only the words are kept: a session takes a multiple of its file in memory.
      const read = await readLogFile(resolvePath(file))
      if (!read.ok) failed++
      if (json) entries.push(JSON.stringify(fileToJson(file, read), null, 2))
      else print(`${fileToLines(file, read).join('\n')}\n`)
    }
    if (json) print(`[\n${entries.join(',\n')}\n]\n`)
    if (failed === 0) return { kind: 'done' }
    const message =
      files.length === 1
        ? `${files[0]} could not be read, for the reason printed above.`
        : `${failed} of ${files.length} files could not be read, for the reasons printed above; the others were.`
    return { kind: 'failed', message }
  },
})
