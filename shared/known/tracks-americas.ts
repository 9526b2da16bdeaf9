/**
 * Circuits of the Americas.
 */
import { circuit, GP, track } from './rows.ts'

export const AMERICAN_TRACKS = [
  track({
    id: 'laguna_seca',
    name: 'WeatherTech Raceway Laguna Seca',
    short: 'Laguna Seca',
    country: 'US',
    at: [36.584722, -121.752778],
    aliases: ['Mazda Raceway Laguna Seca', 'Mazda Laguna Seca', 'Laguna Seca Raceway', 'WeatherTech Raceway'],
    layouts: [
      {
        id: 'full',
        name: 'Full',
        lengthM: 3602,
        ids: { acc: ['laguna_seca'], ac1: [['ks_laguna_seca', '']] },
      },
    ],
  }),
  track({
    id: 'cota',
    name: 'Circuit of the Americas',
    short: 'COTA',
    country: 'US',
    at: [30.136611, -97.630692],
    aliases: ['Austin COTA', 'COTA Austin'],
    layouts: [
      { id: 'gp', name: 'Grand Prix', lengthM: 5513, words: [...GP, 'Full'], ids: { acc: ['cota'] } },
      { id: 'national', name: 'National', words: ['National'] },
    ],
  }),
  track({
    id: 'indianapolis',
    name: 'Indianapolis Motor Speedway',
    short: 'Indianapolis',
    country: 'US',
    at: [39.794853, -86.234822],
    aliases: ['IMS'],
    layouts: [
      {
        id: 'road',
        name: 'Road course',
        lengthM: 3925,
        words: ['Road', 'RC', 'Road course', 'GP', 'Grand Prix'],
        ids: { acc: ['indianapolis'] },
      },
      { id: 'oval', name: 'Oval', words: ['Oval'] },
    ],
  }),
  track({
    id: 'watkins_glen',
    name: 'Watkins Glen International',
    short: 'Watkins Glen',
    country: 'US',
    at: [42.336944, -76.927222],
    aliases: ['WGI'],
    layouts: [
      {
        id: 'long',
        name: 'Grand Prix, with the Boot',
        lengthM: 5552,
        words: ['Boot', 'Long', ...GP],
        ids: { acc: ['watkins_glen'] },
      },
      { id: 'short', name: 'Short', words: ['Short', 'NASCAR'] },
    ],
  }),

  circuit('barber', 'Barber Motorsports Park', 'Barber', 'US', [33.5326, -86.6194], null, []),
  circuit('belle_isle', 'Belle Isle Park', 'Belle Isle', 'US', [42.338, -82.985], null, [
    'Raceway at Belle Isle Park',
    'Detroit Belle Isle',
    'Belle Isle Street Circuit',
    'Belle Isle Street Course',
  ]),
  circuit('buenos_aires', 'Autódromo Oscar y Juan Gálvez', 'Buenos Aires', 'AR', [-34.6943, -58.4593], null, [
    'Autódromo de Buenos Aires',
    'Oscar Alfredo Gálvez',
  ]),
  circuit(
    'buttonwillow',
    'Buttonwillow Raceway Park',
    'Buttonwillow',
    'US',
    [35.4886, -119.5443],
    null,
    ['Buttonwillow Raceway'],
    [{ id: '13cw', name: '13 clockwise', words: ['13CW', '#13 CW', '13'] }],
  ),
  track({
    id: 'daytona',
    name: 'Daytona International Speedway',
    short: 'Daytona',
    country: 'US',
    at: [29.1852, -81.0705],
    aliases: ['Daytona Beach'],
    layouts: [
      { id: 'road', name: 'Road course', lengthM: 5729, words: ['Road', 'Road course', 'RC', '24h'] },
      { id: 'oval', name: 'Oval', words: ['Oval', 'Tri-Oval'] },
    ],
  }),
  circuit('detroit', 'Detroit Street Circuit', 'Detroit Street Circuit', 'US', [42.3294, -83.0411], null, [
    'Detroit Street Course',
    'Downtown Detroit',
  ]),
  circuit('goiania', 'Autódromo Internacional Ayrton Senna', 'Goiânia', 'BR', [-16.7206, -49.1931], 3835, [
    'Autódromo de Goiânia',
  ]),
  circuit('homestead', 'Homestead-Miami Speedway', 'Homestead', 'US', [25.4519, -80.4089], null, []),
  circuit('interlagos', 'Autódromo José Carlos Pace', 'Interlagos', 'BR', [-23.7036, -46.6997], 4309, [
    'Autódromo de Interlagos',
    'São Paulo',
    'Interlagos São Paulo',
  ]),
  circuit('lime_rock', 'Lime Rock Park', 'Lime Rock', 'US', [41.9283, -73.3836], null, []),
  circuit('long_beach', 'Long Beach Street Circuit', 'Long Beach', 'US', [33.7658, -118.1919], 3167, [
    'Grand Prix of Long Beach',
  ]),
  circuit('mexico_city', 'Autódromo Hermanos Rodríguez', 'Mexico City', 'MX', [19.4042, -99.0907], 4304, [
    'Ciudad de México',
    'Magdalena Mixhuca',
  ]),
  circuit('miami', 'Miami International Autodrome', 'Miami Autodrome', 'US', [25.9581, -80.2389], 5412, [
    'Miami Gardens',
  ]),
  circuit('mid_ohio', 'Mid-Ohio Sports Car Course', 'Mid-Ohio', 'US', [40.6892, -82.6364], null, []),
  circuit('montreal', 'Circuit Gilles Villeneuve', 'Montréal', 'CA', [45.5006, -73.5225], 4361, [
    'Île Notre-Dame',
  ]),
  circuit('mosport', 'Canadian Tire Motorsport Park', 'Mosport', 'CA', [44.0536, -78.6758], 3957, [
    'CTMP',
    'Mosport Park',
    'Mosport International Raceway',
  ]),
  circuit(
    'njmp',
    'New Jersey Motorsports Park',
    'NJMP',
    'US',
    [39.361, -75.062],
    null,
    [],
    [
      { id: 'thunderbolt', name: 'Thunderbolt', words: ['Thunderbolt'] },
      { id: 'lightning', name: 'Lightning', words: ['Lightning'] },
    ],
  ),
  circuit('pacific_raceways', 'Pacific Raceways', 'Pacific Raceways', 'US', [47.3206, -122.1447], null, [
    'Seattle International Raceway',
  ]),
  circuit('portland', 'Portland International Raceway', 'Portland', 'US', [45.5956, -122.6947], null, [
    'PIR Portland',
  ]),
  circuit('puebla', 'Autódromo Miguel E. Abed', 'Amozoc', 'MX', [19.0278, -97.989], null, [
    'Autódromo Puebla',
    'Miguel E Abed Puebla',
  ]),
  circuit(
    'rio_hondo',
    'Autódromo Termas de Río Hondo',
    'Termas de Río Hondo',
    'AR',
    [-27.5061, -64.915],
    4806,
    ['Río Hondo'],
  ),
  circuit('road_america', 'Road America', 'Road America', 'US', [43.7975, -87.9897], 6515, ['Elkhart Lake']),
  circuit(
    'road_atlanta',
    'Michelin Raceway Road Atlanta',
    'Road Atlanta',
    'US',
    [34.146, -83.8175],
    4088,
    [],
  ),
  circuit('sebring', 'Sebring International Raceway', 'Sebring', 'US', [27.4547, -81.3483], 6019, []),
  circuit('sonoma', 'Sonoma Raceway', 'Sonoma', 'US', [38.1611, -122.4547], null, [
    'Sears Point',
    'Infineon Raceway',
  ]),
  circuit(
    'summit_point',
    'Summit Point Motorsports Park',
    'Summit Point',
    'US',
    [39.2348, -77.973],
    null,
    ['Summit Point Raceway'],
    [
      { id: 'shenandoah', name: 'Shenandoah', words: ['Shenandoah'] },
      { id: 'jefferson', name: 'Jefferson', words: ['Jefferson'] },
    ],
  ),
  circuit(
    'thunderhill',
    'Thunderhill Raceway Park',
    'Thunderhill',
    'US',
    [39.5385, -122.3313],
    null,
    ['Thunderhill Raceway'],
    [
      { id: '5-mile', name: '5 mile', words: ['5 mile'] },
      { id: 'east', name: 'East', words: ['East', '3 mile'] },
      { id: 'west', name: 'West', words: ['West', '2 mile'] },
    ],
  ),
  circuit('tremblant', 'Circuit Mont-Tremblant', 'Mont-Tremblant', 'CA', [46.1878, -74.6108], null, [
    'Le Circuit Mont-Tremblant',
  ]),
  circuit('utah', 'Utah Motorsports Campus', 'Utah Motorsports Campus', 'US', [40.5811, -112.3794], null, [
    'Miller Motorsports Park',
  ]),
  circuit(
    'vir',
    'Virginia International Raceway',
    'VIR',
    'US',
    [36.5669, -79.2061],
    5263,
    [],
    [
      { id: 'grand-east', name: 'Grand East', words: ['Grand East'] },
      { id: 'grand-west', name: 'Grand West', words: ['Grand West'] },
      { id: 'north', name: 'North', words: ['North'] },
      { id: 'south', name: 'South', words: ['South'] },
      { id: 'patriot', name: 'Patriot', words: ['Patriot'] },
    ],
  ),
  circuit(
    'willow_springs',
    'Willow Springs International Raceway',
    'Willow Springs',
    'US',
    [34.8722, -118.2603],
    null,
    ['WSIR', 'Willow Springs Raceway'],
    [
      { id: 'big', name: 'Big Willow', words: ['Big Willow', 'Big'], aliases: ['Big Willow'] },
      {
        id: 'streets',
        name: 'Streets of Willow',
        words: ['Streets of Willow', 'Streets'],
        aliases: ['Streets of Willow', 'Streets of Willow Springs'],
      },
    ],
  ),
]
