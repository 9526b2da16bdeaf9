/** The text a person reads before passing it on: versions, sizes, counts, errors. Nothing that names anybody. */
import { formatBytes } from '#shared/units'
import { type Library, SCHEMA_VERSION } from '#web/store'
import { recentErrors } from './recent-errors.ts'

export const diagnosticsOf = async (library: Library): Promise<string> => {
  const [counts, usage, settings, backup] = await Promise.all([
    library.rowCounts(),
    library.storageUsage(),
    library.settings(),
    library.backupStanding(),
  ])
  let damaged: readonly { readonly table: string; readonly key: string }[] = []
  library.damaged.subscribe(rows => {
    damaged = rows
  })()
  const size = (bytes: number | null): string => (bytes === null ? 'not said' : formatBytes(bytes))
  return [
    part('Paddock', [
      ['version', __PADDOCK_VERSION__],
      ['library schema', `${SCHEMA_VERSION}`],
      ['written', new Date().toISOString()],
      ['origin', location.origin],
    ]),
    part('Browser', [
      ['agent', navigator.userAgent],
      ['languages', navigator.languages.join(', ')],
      ['window', `${innerWidth} × ${innerHeight} at ${devicePixelRatio}`],
      ['cores', `${navigator.hardwareConcurrency}`],
      ['secure context', `${isSecureContext}`],
      ['installed', `${matchMedia('(display-mode: standalone)').matches}`],
      ['offline copy', navigator.serviceWorker?.controller ? 'yes' : 'no'],
    ]),
    usage.ok
      ? part('Storage', [
          ['used, by the browser', size(usage.value.usedBytes)],
          ['allowed', size(usage.value.quotaBytes)],
          ['kept safe', usage.value.persisted === null ? 'not said' : `${usage.value.persisted}`],
          ...Object.entries(usage.value.bytesByKind).map(([kind, bytes]) => [kind, size(bytes)] as const),
        ])
      : part('Storage', [['failed', usage.message]]),
    part(
      'Records',
      counts.ok
        ? Object.entries(counts.value).map(([table, count]) => [table, `${count}`])
        : [['failed', counts.message]],
    ),
    part(
      'Backup',
      backup.ok
        ? [
            ['last', backup.value.last ? new Date(backup.value.last.at).toISOString() : 'never'],
            ['sessions newer', `${backup.value.newer}`],
          ]
        : [['failed', backup.message]],
    ),
    part('Settings', settings.ok ? Object.entries(settings.value) : [['failed', settings.message]]),
    part(
      'Damaged records',
      damaged.map(({ table, key }) => [table, /^[0-9a-f/]{1,128}$/.test(key) ? key : 'another key']),
    ),
    part(
      'Recent errors',
      recentErrors().map(({ at, text }) => [new Date(at).toISOString(), text]),
    ),
  ].join('\n')
}

const part = (title: string, lines: readonly (readonly [string, string])[]): string =>
  `${title}\n${lines.length === 0 ? '  none\n' : lines.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`
