/**
 * Circuits between the North Sea and the Black Sea, and of the Nordic countries.
 *
 * The Nürburgring is one place with several layouts, not two places: the grand prix circuit and the Nordschleife
 * are joined and the 24 hours are driven on both, so that no position could say which of two it belongs to.
 * AC1's 'endurance' is the course of the 24 hours (25.36 km), 'endurance_cup' that of the NLS (24.32 km).
 */
import { circuit, GP, track } from './rows.ts'

export const CENTRAL_EUROPEAN_TRACKS = [
  track({
    id: 'spa',
    name: 'Circuit de Spa-Francorchamps',
    short: 'Spa',
    country: 'BE',
    at: [50.438056, 5.969722],
    aliases: ['Spa-Francorchamps', 'Francorchamps'],
    layouts: [
      { id: 'gp', name: 'Grand Prix', lengthM: 7004, words: GP, ids: { acc: ['spa'], ac1: [['spa', '']] } },
    ],
  }),
  track({
    id: 'zolder',
    name: 'Circuit Zolder',
    short: 'Zolder',
    country: 'BE',
    at: [50.989422, 5.25705],
    aliases: ['Heusden-Zolder', 'Circuit Zolder Terlamen'],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 4011, words: GP, ids: { acc: ['zolder'] } }],
  }),
  track({
    // From the grand prix circuit to the far end of the Nordschleife it is 7 km.
    id: 'nurburgring',
    name: 'Nürburgring',
    country: 'DE',
    at: [50.33174, 6.941024],
    reachM: 9000,
    aliases: ['Nuerburgring'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 5148,
        words: [...GP, 'GP-Strecke', 'GP GT'],
        aliases: ['Nürburgring Grand-Prix-Strecke'],
        ids: { acc: ['nurburgring'], ac1: [['ks_nurburgring', 'layout_gp_a']] },
      },
      {
        id: 'sprint',
        name: 'Sprint',
        words: ['Sprint', 'Sprint GT', 'Sprintstrecke', 'GP Sprint'],
        ids: { ac1: [['ks_nurburgring', 'layout_sprint_a']] },
      },
      {
        id: 'nordschleife',
        name: 'Nordschleife',
        lengthM: 20832,
        words: ['Nordschleife', 'Nord', 'North loop'],
        aliases: ['Nordschleife', 'Green Hell', 'Grüne Hölle'],
        ids: { ac1: [['ks_nordschleife', 'nordschleife']] },
      },
      {
        id: 'tourist',
        name: 'Nordschleife, tourist drives',
        words: ['Tourist', 'Touristenfahrten', 'Nordschleife Tourist', 'Nordschleife Touristenfahrten'],
        aliases: ['Nordschleife Tourist', 'Nordschleife Touristenfahrten'],
        ids: { ac1: [['ks_nordschleife', 'touristenfahrten']] },
      },
      {
        id: '24h',
        name: '24 hours',
        lengthM: 25378,
        words: ['24h', '24 Hours', 'Gesamtstrecke 24h'],
        aliases: ['24h Nürburgring', '24 Hours of Nürburgring', 'Nordschleife 24h', 'Nordschleife Endurance'],
        ids: { acc: ['nurburgring_24h'], ac1: [['ks_nordschleife', 'endurance']] },
      },
      {
        id: 'nls',
        name: 'NLS',
        lengthM: 24358,
        words: ['NLS', 'VLN'],
        aliases: ['Nordschleife Endurance Cup', 'Nordschleife NLS', 'Nordschleife VLN'],
        ids: { ac1: [['ks_nordschleife', 'endurance_cup']] },
      },
    ],
  }),
  track({
    id: 'zandvoort',
    name: 'Circuit Zandvoort',
    short: 'Zandvoort',
    country: 'NL',
    at: [52.388056, 4.544444],
    aliases: ['Circuit Park Zandvoort', 'CM.com Circuit Zandvoort'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 4259,
        words: GP,
        ids: { acc: ['zandvoort'], ac1: [['ks_zandvoort', '']] },
      },
    ],
  }),
  track({
    id: 'red_bull_ring',
    name: 'Red Bull Ring',
    country: 'AT',
    at: [47.219722, 14.764722],
    aliases: ['Spielberg', 'A1-Ring', 'Red Bull Ring Spielberg'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 4318,
        words: GP,
        ids: { acc: ['red_bull_ring'], ac1: [['ks_red_bull_ring', 'layout_gp']] },
      },
      {
        id: 'national',
        name: 'National',
        words: ['National'],
        ids: { ac1: [['ks_red_bull_ring', 'layout_national']] },
      },
    ],
  }),
  track({
    id: 'hungaroring',
    name: 'Hungaroring',
    country: 'HU',
    at: [47.583056, 19.251111],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 4381, words: GP, ids: { acc: ['hungaroring'] } }],
  }),

  circuit('anderstorp', 'Anderstorp Raceway', 'Anderstorp', 'SE', [57.2642, 13.6017], 4025, [
    'Scandinavian Raceway',
  ]),
  circuit('assen', 'TT Circuit Assen', 'Assen', 'NL', [52.9617, 6.5233], null, ['TT Assen']),
  circuit('bilster_berg', 'Bilster Berg', 'Bilster Berg', 'DE', [51.79, 9.069], null, [
    'Bilster Berg Drive Resort',
  ]),
  circuit('brno', 'Automotodrom Brno', 'Brno', 'CZ', [49.2031, 16.4441], 5403, [
    'Masaryk Circuit',
    'Masarykův okruh',
  ]),
  circuit('grobnik', 'Automotodrom Grobnik', 'Grobnik', 'HR', [45.382, 14.505], 4168, ['Rijeka']),
  circuit(
    'hockenheim',
    'Hockenheimring',
    'Hockenheim',
    'DE',
    [49.3278, 8.5658],
    4574,
    ['Hockenheimring Baden-Württemberg'],
    [{ id: 'national', name: 'National', words: ['National', 'Short', 'Kleiner Kurs'] }],
  ),
  circuit('lausitzring', 'Lausitzring', 'Lausitzring', 'DE', [51.5333, 13.9297], null, [
    'EuroSpeedway Lausitz',
    'EuroSpeedway',
    'DEKRA Lausitzring',
  ]),
  circuit('mantorp', 'Mantorp Park', 'Mantorp', 'SE', [58.3739, 15.2839], null, []),
  circuit('most', 'Autodrom Most', 'Most', 'CZ', [50.5194, 13.6078], 4212, []),
  circuit('norisring', 'Norisring', 'Norisring', 'DE', [49.4311, 11.1258], 2300, ['Nürnberg Norisring']),
  circuit('oschersleben', 'Motorsport Arena Oschersleben', 'Oschersleben', 'DE', [52.0269, 11.2794], 3696, [
    'Motopark Oschersleben',
  ]),
  circuit('pannonia_ring', 'Pannónia-Ring', 'Pannónia-Ring', 'HU', [47.305, 17.047], null, [
    'Pannoniaring',
    'Ostffyasszonyfa',
  ]),
  circuit('poznan', 'Tor Poznań', 'Poznań', 'PL', [52.4186, 16.8036], 4083, []),
  circuit('rudskogen', 'Rudskogen', 'Rudskogen', 'NO', [59.367, 11.263], null, ['Rudskogen Motorsenter']),
  circuit('sachsenring', 'Sachsenring', 'Sachsenring', 'DE', [50.7917, 12.6889], null, []),
  circuit('salzburgring', 'Salzburgring', 'Salzburgring', 'AT', [47.8239, 13.1697], null, []),
  circuit('serres', 'Serres Circuit', 'Serres', 'GR', [41.0736, 23.5164], 3186, []),
  circuit('slovakiaring', 'Slovakiaring', 'Slovakiaring', 'SK', [48.0558, 17.57], 5922, ['Orechová Potôň']),
  circuit('spreewaldring', 'Spreewaldring', 'Spreewaldring', 'DE', [51.999, 13.688], null, [
    'Spreewaldring Training Center',
  ]),
]
