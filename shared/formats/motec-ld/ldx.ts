/**
 * The .ldx file i2 keeps beside a log: where the laps begin, as XML.
 *
 * `MarkerGroup Name="Beacons"` holds `Marker ClassName="BCN"` with `Time` in microseconds since the start of the log,
 * as a float; in some countries with a decimal comma. N markers make N + 1 laps, the first of them lap 0. Other
 * groups are markers people set for themselves.
 */
import { asMillis, formatLapTime } from '#shared/units'
import type { ByteSource } from '../model.ts'
import { decodeText } from '../text/index.ts'

/** Markers of a day of karting take 100 kB. */
const MAX_BYTES = 4 << 20
const MAX_MARKERS = 20_000

export const isLdx = (head: Uint8Array): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?<LDXFile[\s>]/.test(decodeText(head.subarray(0, 2048)))

/** The .ldx of the same name among the files given together with a log. */
export const ldxBeside = (name: string, companions: readonly ByteSource[]): ByteSource | null =>
  companions.find(other => /\.ldx$/i.test(other.name) && stemOf(other.name) === stemOf(name)) ?? null

/** Without folders and ending, for comparing. */
export const stemOf = (name: string): string =>
  name
    .replace(/^.*[\\/]/, '')
    .replace(/\.[^.]*$/, '')
    .toLowerCase()

/** Milliseconds since the start of the log, in the order of the file; null when it is no lap list. */
export const readLdxMarkers = async (source: ByteSource): Promise<number[] | null> => {
  if (source.size > MAX_BYTES) return null
  const bytes = await source.read(0, source.size)
  if (!isLdx(bytes)) return null
  const markers: number[] = []
  let isInBeacons = false
  for (const [, closing, tag, rest] of decodeText(bytes).matchAll(TAG)) {
    if (tag === 'MarkerGroup') isInBeacons = !closing && attribute(rest!, 'Name').toLowerCase() === 'beacons'
    if (tag !== 'Marker' || closing || !isInBeacons || attribute(rest!, 'ClassName') !== 'BCN') continue
    const text = attribute(rest!, 'Time').replace(',', '.')
    const micros = text === '' ? Number.NaN : Number(text)
    if (Number.isFinite(micros) && markers.length < MAX_MARKERS) markers.push(micros / 1000)
  }
  return markers
}

/** An attribute's text may hold no '<', so a tag ends at the first '>'. */
const TAG = /<(\/?)(MarkerGroup|Marker)\b([^<>]{0,2000})>/g

const attribute = (text: string, name: string): string =>
  new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(text)?.slice(1).find(Boolean)?.trim() ?? ''

/** `markersMs` in order; the fastest lap is the shortest between `fastest.startMs` and `fastest.endMs`. */
export const ldxText = (
  markersMs: readonly number[],
  fastest: { readonly startMs: number; readonly endMs: number } | null,
): string => {
  const markers = markersMs.map(
    (ms, i) =>
      `     <Marker Version="100" ClassName="BCN" Name="Manual.${i + 1}" Flags="77" Time="${microseconds(ms)}"/>`,
  )
  const details = [['Total Laps', String(markersMs.length + 1)]]
  if (fastest) {
    // Lap n begins at marker n, counted from 1.
    const lap = markersMs.findIndex(ms => asMillis(ms) === asMillis(fastest.startMs)) + 1
    details.push([
      'Fastest Time',
      formatLapTime(asMillis(asMillis(fastest.endMs) - asMillis(fastest.startMs))),
    ])
    details.push(['Fastest Lap', String(lap)])
  }
  return [
    '<?xml version="1.0"?>',
    '<LDXFile Locale="English_United States.1252" DefaultLocale="C" Version="1.6">',
    ' <Layers>',
    '  <Layer>',
    '   <MarkerBlock>',
    '    <MarkerGroup Name="Beacons" Index="3">',
    ...markers,
    '    </MarkerGroup>',
    '   </MarkerBlock>',
    '   <RangeBlock/>',
    '  </Layer>',
    '  <Details>',
    ...details.map(([id, value]) => `   <String Id="${id}" Value="${value}"/>`),
    '  </Details>',
    ' </Layers>',
    '</LDXFile>',
    '',
  ].join('\r\n')
}

/** As i2 writes them: 17 decimals and two digits of exponent. */
const microseconds = (ms: number): string =>
  Math.round(ms * 1000)
    .toExponential(17)
    .replace(/e\+(\d)$/, 'e+0$1')
