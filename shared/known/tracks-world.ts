/**
 * Circuits of Asia, Africa and Oceania, and the invented ones of the sims.
 */
import { circuit, GP, track } from './rows.ts'

export const WORLD_TRACKS = [
  track({
    id: 'suzuka',
    name: 'Suzuka Circuit',
    short: 'Suzuka',
    country: 'JP',
    at: [34.844444, 136.533333],
    aliases: ['鈴鹿サーキット', '鈴鹿'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 5807,
        words: [...GP, 'International'],
        ids: { acc: ['suzuka'] },
      },
      { id: 'east', name: 'East', words: ['East'] },
      { id: 'west', name: 'West', words: ['West'] },
    ],
  }),
  track({
    id: 'mount_panorama',
    name: 'Mount Panorama Circuit',
    short: 'Mount Panorama',
    country: 'AU',
    at: [-33.4475, 149.556389],
    aliases: ['Bathurst', 'Mount Panorama Bathurst', 'Mt Panorama'],
    layouts: [{ id: 'full', name: 'Full', lengthM: 6213, ids: { acc: ['mount_panorama'] } }],
  }),
  track({
    id: 'kyalami',
    name: 'Kyalami',
    country: 'ZA',
    at: [-25.998779, 28.069907],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 4529, words: GP, ids: { acc: ['kyalami'] } }],
  }),

  circuit('autopolis', 'Autopolis', 'Autopolis', 'JP', [33.043, 131.032], 4674, ['オートポリス']),
  circuit(
    'bahrain',
    'Bahrain International Circuit',
    'Bahrain',
    'BH',
    [26.0325, 50.5106],
    5412,
    ['Sakhir'],
    [{ id: 'outer', name: 'Outer', lengthM: 3543, words: ['Outer'] }],
  ),
  circuit('baku', 'Baku City Circuit', 'Baku', 'AZ', [40.3725, 49.8533], 6003, []),
  circuit('buddh', 'Buddh International Circuit', 'Buddh', 'IN', [28.3487, 77.5331], 5125, ['Greater Noida']),
  circuit('buriram', 'Chang International Circuit', 'Buriram', 'TH', [14.9583, 103.085], 4554, [
    'Buriram International Circuit',
  ]),
  circuit('calder', 'Calder Park Raceway', 'Calder Park', 'AU', [-37.6716, 144.757], null, [
    'Calder',
    'Calder Raceway',
  ]),
  circuit('dubai', 'Dubai Autodrome', 'Dubai', 'AE', [25.0492, 55.2386], 5390, []),
  circuit('fuji', 'Fuji Speedway', 'Fuji', 'JP', [35.3717, 138.9267], 4563, [
    'Fuji International Speedway',
    '富士スピードウェイ',
  ]),
  circuit('hampton_downs', 'Hampton Downs', 'Hampton Downs', 'NZ', [-37.3545, 175.076], null, [
    'Hampton Downs Motorsport Park',
  ]),
  circuit('jeddah', 'Jeddah Corniche Circuit', 'Jeddah', 'SA', [21.6319, 39.1044], 6174, []),
  circuit('killarney', 'Killarney International Raceway', 'Killarney', 'ZA', [-33.8238, 18.5293], null, []),
  circuit('lusail', 'Lusail International Circuit', 'Lusail', 'QA', [25.49, 51.4542], null, [
    'Losail',
    'Losail International Circuit',
  ]),
  circuit('macau', 'Guia Circuit', 'Macau', 'MO', [22.197, 113.557], 6120, ['Circuito da Guia']),
  circuit('mandalika', 'Mandalika International Circuit', 'Mandalika', 'ID', [-8.8955, 116.306], null, [
    'Pertamina Mandalika',
  ]),
  circuit('marina_bay', 'Marina Bay Street Circuit', 'Marina Bay', 'SG', [1.2914, 103.8642], null, [
    'Singapore Street Circuit',
  ]),
  circuit('motegi', 'Mobility Resort Motegi', 'Motegi', 'JP', [36.5331, 140.2275], 4801, [
    'Twin Ring Motegi',
    'ツインリンクもてぎ',
    'モビリティリゾートもてぎ',
  ]),
  circuit('okayama', 'Okayama International Circuit', 'Okayama', 'JP', [34.915, 134.2211], 3703, [
    'TI Circuit Aida',
    '岡山国際サーキット',
  ]),
  circuit('phillip_island', 'Phillip Island', 'Phillip Island', 'AU', [-38.5022, 145.23], 4445, []),
  circuit(
    'queensland_raceway',
    'Queensland Raceway',
    'Queensland Raceway',
    'AU',
    [-27.6911, 152.6531],
    null,
    ['Willowbank'],
  ),
  circuit('sandown', 'Sandown Raceway', 'Sandown', 'AU', [-37.951, 145.165], null, [
    'Sandown International Raceway',
  ]),
  circuit('sepang', 'Sepang International Circuit', 'Sepang', 'MY', [2.7608, 101.7382], 5543, [
    'Petronas Sepang',
  ]),
  circuit('shanghai', 'Shanghai International Circuit', 'Shanghai', 'CN', [31.3389, 121.2197], 5451, [
    '上海国际赛车场',
  ]),
  circuit('sugo', 'Sportsland Sugo', 'Sugo', 'JP', [38.1397, 140.7753], null, ['スポーツランドSUGO']),
  circuit('sydney', 'Sydney Motorsport Park', 'Sydney Motorsport Park', 'AU', [-33.8039, 150.8708], null, [
    'Eastern Creek',
    'Eastern Creek Raceway',
    'SMSP',
  ]),
  circuit(
    'the_bend',
    'The Bend Motorsport Park',
    'The Bend',
    'AU',
    [-35.305, 139.515],
    null,
    ['Tailem Bend', 'Shell V-Power Motorsport Park'],
    [
      { id: 'international', name: 'International', lengthM: 4950, words: ['International'] },
      { id: 'gt', name: 'GT', lengthM: 7770, words: ['GT'] },
    ],
  ),
  circuit('tianma', 'Shanghai Tianma Circuit', 'Tianma', 'CN', [31.079, 121.117], 2063, [
    'Tianmashan',
    'Shanghai Tianmashan Circuit',
  ]),
  circuit(
    'tsukuba',
    'Tsukuba Circuit',
    'Tsukuba',
    'JP',
    [36.1506, 139.9194],
    2045,
    ['Tsukuba 2000', 'TC2000', '筑波サーキット'],
    [{ id: '1000', name: '1000', words: ['1000'], aliases: ['TC1000'] }],
  ),
  circuit('wanneroo', 'Barbagallo Raceway', 'Barbagallo', 'AU', [-31.6642, 115.7889], 2411, [
    'Wanneroo',
    'Wanneroo Raceway',
    'CARCO.com.au Raceway',
  ]),
  circuit('winton', 'Winton Motor Raceway', 'Winton', 'AU', [-36.5186, 146.0867], 3000, []),
  circuit('yas_marina', 'Yas Marina Circuit', 'Yas Marina', 'AE', [24.4672, 54.6031], 5281, ['Abu Dhabi']),
  circuit('yeongam', 'Korea International Circuit', 'Yeongam', 'KR', [34.7333, 126.417], 5615, []),
  circuit('zhuhai', 'Zhuhai International Circuit', 'Zhuhai', 'CN', [22.367, 113.555], 4319, []),
  circuit('zwartkops', 'Zwartkops Raceway', 'Zwartkops', 'ZA', [-25.8094, 28.1122], null, []),
  track({
    id: 'black_cat_county',
    name: 'Black Cat County',
    layouts: [
      { id: 'long', name: 'Long', words: ['Long'], ids: { ac1: [['ks_black_cat_county', 'layout_long']] } },
    ],
  }),
  track({
    id: 'highlands_ac',
    name: 'Highlands',
    layouts: [
      {
        id: 'long',
        name: 'Long',
        words: ['Long'],
        ids: { ac1: [['ks_highlands', 'layout_long']] },
      },
    ],
  }),
  track({
    id: 'drag_strip_ac',
    name: 'Drag strip',
    layouts: [
      { id: '1000', name: '1000 m', words: ['1000 m', '1000'], ids: { ac1: [['ks_drag', 'drag1000']] } },
    ],
  }),
]
