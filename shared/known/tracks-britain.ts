/**
 * Circuits of Great Britain and Ireland.
 */
import { circuit, GP, track } from './rows.ts'

export const BRITISH_TRACKS = [
  track({
    id: 'brands_hatch',
    name: 'Brands Hatch',
    country: 'GB',
    at: [51.359444, 0.260556],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 3916,
        words: GP,
        ids: { acc: ['brands_hatch'], ac1: [['ks_brands_hatch', 'gp']] },
      },
      {
        id: 'indy',
        name: 'Indy',
        lengthM: 1944,
        words: ['Indy'],
        ids: { ac1: [['ks_brands_hatch', 'indy']] },
      },
    ],
  }),
  track({
    id: 'silverstone',
    name: 'Silverstone',
    country: 'GB',
    at: [52.070278, -1.016667],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 5891,
        words: [...GP, 'Arena GP'],
        ids: { acc: ['silverstone'], ac1: [['ks_silverstone', 'gp']] },
      },
      {
        id: 'international',
        name: 'International',
        words: ['International'],
        ids: { ac1: [['ks_silverstone', 'international']] },
      },
      {
        id: 'national',
        name: 'National',
        words: ['National'],
        ids: { ac1: [['ks_silverstone', 'national']] },
      },
      { id: '1967', name: '1967', words: ['1967', '67'], ids: { ac1: [['ks_silverstone1967', '']] } },
    ],
  }),
  track({
    id: 'oulton_park',
    name: 'Oulton Park',
    country: 'GB',
    at: [53.177594, -2.614378],
    layouts: [
      {
        id: 'international',
        name: 'International',
        lengthM: 4307,
        words: ['International'],
        ids: { acc: ['oulton_park'] },
      },
      { id: 'fosters', name: 'Fosters', words: ['Fosters'] },
      { id: 'island', name: 'Island', words: ['Island'] },
    ],
  }),
  track({
    id: 'donington',
    name: 'Donington Park',
    country: 'GB',
    at: [52.830556, -1.375278],
    aliases: ['Donington', 'Donington Park Racing Circuit'],
    layouts: [
      { id: 'gp', name: 'Grand Prix', lengthM: 4020, words: GP, ids: { acc: ['donington'] } },
      { id: 'national', name: 'National', words: ['National'] },
    ],
  }),
  track({
    id: 'snetterton',
    name: 'Snetterton Circuit',
    short: 'Snetterton',
    country: 'GB',
    at: [52.466389, 0.945833],
    aliases: ['Snetterton Motor Racing Circuit'],
    layouts: [
      { id: '300', name: '300', lengthM: 4779, words: ['300'], ids: { acc: ['snetterton'] } },
      { id: '200', name: '200', words: ['200'] },
      { id: '100', name: '100', words: ['100'] },
    ],
  }),

  circuit(
    'anglesey',
    'Anglesey Circuit',
    'Anglesey',
    'GB',
    [53.1886, -4.4969],
    null,
    ['Trac Môn', 'Ty Croes'],
    [
      { id: 'international', name: 'International', words: ['International'] },
      { id: 'coastal', name: 'Coastal', words: ['Coastal'] },
      { id: 'national', name: 'National', words: ['National'] },
      { id: 'club', name: 'Club', words: ['Club'] },
    ],
  ),
  circuit('bedford', 'Bedford Autodrome', 'Bedford', 'GB', [52.235, -0.475], null, []),
  circuit('cadwell_park', 'Cadwell Park', 'Cadwell Park', 'GB', [53.3103, -0.0594], null, ['Cadwell']),
  circuit('castle_combe', 'Castle Combe', 'Castle Combe', 'GB', [51.4926, -2.215], null, []),
  circuit('croft', 'Croft Circuit', 'Croft', 'GB', [54.4555, -1.5556], null, []),
  circuit('goodwood', 'Goodwood Motor Circuit', 'Goodwood', 'GB', [50.8586, -0.7594], 3809, [
    'Goodwood Motorcircuit',
  ]),
  circuit(
    'knockhill',
    'Knockhill',
    'Knockhill',
    'GB',
    [56.1303, -3.5083],
    null,
    ['Knockhill Racing Circuit'],
    [{ id: 'reverse', name: 'Reverse', words: ['Reverse'] }],
  ),
  circuit('lydden_hill', 'Lydden Hill', 'Lydden Hill', 'GB', [51.1774, 1.1984], null, ['Lydden']),
  circuit('mallory_park', 'Mallory Park', 'Mallory Park', 'GB', [52.5986, -1.3373], null, ['Mallory']),
  circuit(
    'mondello_park',
    'Mondello Park',
    'Mondello Park',
    'IE',
    [53.257, -6.745],
    null,
    ['Mondello'],
    [
      { id: 'international', name: 'International', words: ['International'] },
      { id: 'national', name: 'National', words: ['National'] },
    ],
  ),
  circuit('pembrey', 'Pembrey Circuit', 'Pembrey', 'GB', [51.7058, -4.3236], null, ['Pembrey Country Park']),
  circuit('thruxton', 'Thruxton', 'Thruxton', 'GB', [51.2086, -1.6081], 3791, ['Thruxton Motorsport Centre']),
]
