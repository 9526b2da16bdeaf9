import { expect, test } from 'vitest'
import { valuesToCsv } from '../../../web/screens/desk/value-csv.ts'

test('the values at the cursor are a table in the reader’s units, unknown cells empty', () => {
  const places = { placeM: 1284, timeMs: [41_972, 42_118], deltaMs: [Number.NaN, 146] }
  const rows = [
    {
      key: 'speed@can',
      title: 'Speed',
      unit: 'm/s',
      kind: 'continuous',
      digits: 1,
      values: [50, Number.NaN],
    },
  ] as const
  const texts = { channel: 'Channel', unit: 'Unit', place: 'Place', time: 'Time', delta: 'Delta' }
  expect(valuesToCsv(['L4', '=L2'], places, rows, 'metric', texts).split('\r\n')).toEqual([
    "Channel,Unit,L4,'=L2",
    'Place,m,1284,1284',
    'Time,s,41.972,42.118',
    'Delta,s,,0.146',
    'Speed,km/h,180,',
    '',
  ])
})
