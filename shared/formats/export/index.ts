/**
 * From laps to files other programs open: CSV, Arrow IPC, MoTeC LD with its lap list, GPX.
 *
 * A whole session, or one lap of it (`lapToExport`). Files come in pieces, so that a long session need not fit
 * into memory a second time; CSV and GPX are made as they are asked for. Pure: whoever calls writes the bytes.
 */
import { csvPieces } from './csv.ts'
import { exportGpx } from './gpx.ts'
import { type Exported, type ExportFormat, repeatable, type SessionToExport } from './model.ts'
import { exportArrow, exportLd } from './whole.ts'

export { lapToExport } from './lap.ts'
export {
  EXPORT_FORMATS,
  type Exported,
  type ExportedFile,
  type ExportFormat,
  type Pieces,
  type SessionToExport,
} from './model.ts'

export const exportSession = (session: SessionToExport, format: ExportFormat): Exported => {
  if (!session.trace.channels.some(({ values }) => values.length > 0))
    return { ok: false, reason: NO_SAMPLES }
  switch (format) {
    case 'csv':
      return { ok: true, files: [{ ending: 'csv', pieces: repeatable(() => csvPieces(session)) }] }
    case 'arrow':
      return exportArrow(session)
    case 'ld':
      return exportLd(session)
    case 'gpx':
      return exportGpx(session)
  }
}

const NO_SAMPLES = 'There are no samples here, so there is nothing to export: choose another lap or session.'
