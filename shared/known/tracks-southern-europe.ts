/**
 * Circuits of Italy, Spain, Portugal, France and what lies around the Mediterranean.
 *
 * A circuit's old courses ('Monza 1966') are layouts of the place that is there now.
 */
import { circuit, GP, track } from './rows.ts'

export const SOUTHERN_EUROPEAN_TRACKS = [
  track({
    id: 'monza',
    name: 'Autodromo Nazionale Monza',
    short: 'Monza',
    country: 'IT',
    at: [45.61896, 9.281216],
    aliases: ['Autodromo di Monza', 'Monza Circuit', 'Monza Eni Circuit'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 5793,
        words: [...GP, 'full course'],
        ids: {
          acc: ['monza'],
          ac1: [
            ['monza', ''],
            ['monza', 'full course'],
          ],
        },
      },
      {
        id: '1966',
        name: '1966, with the banking',
        words: ['1966', '66', '10k'],
        ids: { ac1: [['ks_monza66', 'full']] },
      },
    ],
  }),
  track({
    id: 'imola',
    name: 'Autodromo Enzo e Dino Ferrari',
    short: 'Imola',
    country: 'IT',
    at: [44.340278, 11.713611],
    aliases: ['Autodromo Internazionale Enzo e Dino Ferrari', 'Autodromo di Imola'],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 4909,
        words: GP,
        ids: { acc: ['imola'], ac1: [['imola', '']] },
      },
    ],
  }),
  track({
    id: 'misano',
    name: 'Misano World Circuit Marco Simoncelli',
    short: 'Misano',
    country: 'IT',
    at: [43.96138, 12.6833339],
    aliases: ['Misano World Circuit', 'Misano Adriatico', 'Santamonica'],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 4226, words: GP, ids: { acc: ['misano'] } }],
  }),
  track({
    id: 'barcelona',
    name: 'Circuit de Barcelona-Catalunya',
    short: 'Barcelona',
    country: 'ES',
    at: [41.57, 2.258056],
    aliases: [
      'Circuit de Catalunya',
      'Catalunya',
      'Barcelona-Catalunya',
      'Catalunya Barcelona',
      'Montmeló',
      'Circuit de Barcelona',
    ],
    layouts: [
      {
        id: 'gp',
        name: 'Grand Prix',
        lengthM: 4655,
        words: GP,
        ids: { acc: ['barcelona'], ac1: [['ks_barcelona', 'layout_gp']] },
      },
      { id: 'moto', name: 'Moto', words: ['Moto'], ids: { ac1: [['ks_barcelona', 'layout_moto']] } },
    ],
  }),
  track({
    id: 'valencia',
    name: 'Circuit Ricardo Tormo',
    short: 'Valencia',
    country: 'ES',
    at: [39.485833, -0.628056],
    aliases: [
      'Ricardo Tormo',
      'Circuit de la Comunitat Valenciana Ricardo Tormo',
      'Valencia Ricardo Tormo',
      'Cheste',
      'Circuito de Cheste',
    ],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 4005, words: GP, ids: { acc: ['valencia'] } }],
  }),
  track({
    id: 'paul_ricard',
    name: 'Circuit Paul Ricard',
    short: 'Paul Ricard',
    country: 'FR',
    at: [43.250556, 5.791667],
    aliases: ['Le Castellet', 'Paul Ricard HTTT'],
    layouts: [{ id: 'gp', name: 'Grand Prix', lengthM: 5771, words: GP, ids: { acc: ['paul_ricard'] } }],
  }),

  circuit(
    'adria',
    'Adria International Raceway',
    'Adria',
    'IT',
    [45.0451, 12.1486],
    null,
    ['Adria Raceway'],
    [{ id: 'kart', name: 'Kart', words: ['Kart', 'Karting Raceway'] }],
  ),
  circuit('albi', 'Circuit d’Albi', 'Albi', 'FR', [43.917, 2.1165], null, ['Circuit dAlbi', 'Le Séquestre']),
  circuit('anneau_du_rhin', 'Anneau du Rhin', 'Anneau du Rhin', 'FR', [47.9475, 7.424], null, []),
  circuit('aragon', 'MotorLand Aragón', 'Aragón', 'ES', [41.0781, -0.2081], null, [
    'Ciudad del Motor de Aragón',
    'Alcañiz',
  ]),
  circuit('charade', 'Circuit de Charade', 'Charade', 'FR', [45.742, 3.033], 3975, [
    'Clermont-Ferrand Charade',
  ]),
  circuit('croix', 'Circuit de Croix-en-Ternois', 'Croix-en-Ternois', 'FR', [50.3789, 2.2955], 1900, []),
  circuit('dijon', 'Dijon-Prenois', 'Dijon', 'FR', [47.3625, 4.8992], 3801, []),
  circuit('estoril', 'Circuito do Estoril', 'Estoril', 'PT', [38.7506, -9.3942], 4182, [
    'Autódromo do Estoril',
    'Fernanda Pires da Silva',
  ]),
  circuit('istanbul', 'Istanbul Park', 'Istanbul Park', 'TR', [40.9517, 29.405], 5338, [
    'Intercity Istanbul Park',
  ]),
  circuit('jarama', 'Circuito del Jarama', 'Jarama', 'ES', [40.6172, -3.5856], 3850, [
    'Jarama RACE',
    'Madrid Jarama',
  ]),
  circuit('jerez', 'Circuito de Jerez', 'Jerez', 'ES', [36.7083, -6.0342], 4428, [
    'Circuito de Jerez Ángel Nieto',
    'Jerez de la Frontera',
    'Jerez Ángel Nieto',
  ]),
  track({
    // From the middle to the corners of Mulsanne and Arnage it is 4 km.
    id: 'le_mans',
    name: 'Le Mans',
    country: 'FR',
    at: [47.94, 0.218],
    reachM: 6000,
    layouts: [
      {
        id: 'sarthe',
        name: 'La Sarthe',
        lengthM: 13626,
        words: ['Sarthe', 'La Sarthe', '24h', '24 Hours'],
        aliases: [
          ...['Circuit des 24 Heures du Mans', 'Circuit des 24 Heures', '24 Heures du Mans', '24h Le Mans'],
          ...['24 Hours of Le Mans', 'Circuit de la Sarthe', 'La Sarthe'],
        ],
      },
      {
        id: 'bugatti',
        name: 'Bugatti',
        lengthM: 4185,
        words: ['Bugatti'],
        aliases: ['Circuit Bugatti', 'Bugatti Circuit Le Mans'],
      },
    ],
  }),
  circuit('ledenon', 'Circuit de Lédenon', 'Lédenon', 'FR', [43.9224, 4.5046], 3151, []),
  circuit(
    'magione',
    'Autodromo dell’Umbria',
    'Magione',
    'IT',
    [43.1285, 12.239],
    2507,
    ['Autodromo di Magione', 'Mario Umberto Borzacchini'],
    [],
    {
      ac1: [['magione', '']],
    },
  ),
  circuit(
    'magny_cours',
    'Circuit de Nevers Magny-Cours',
    'Magny-Cours',
    'FR',
    [46.8642, 3.1636],
    4411,
    ['Nevers Magny-Cours'],
    [{ id: 'club', name: 'Club', words: ['Club'] }],
  ),
  circuit('monaco', 'Circuit de Monaco', 'Monaco', 'MC', [43.7347, 7.4206], 3337, ['Monte Carlo']),
  circuit(
    'mugello',
    'Autodromo Internazionale del Mugello',
    'Mugello',
    'IT',
    [43.9975, 11.3719],
    5245,
    ['Mugello Circuit'],
    [],
    {
      ac1: [['mugello', '']],
    },
  ),
  circuit('navarra', 'Circuito de Navarra', 'Navarra', 'ES', [42.559, -2.1665], 3933, ['Los Arcos']),
  circuit('nogaro', 'Circuit Paul Armagnac', 'Nogaro', 'FR', [43.7695, -0.0415], 3636, []),
  circuit('pau_arnos', 'Circuit de Pau-Arnos', 'Pau-Arnos', 'FR', [43.4486, -0.5358], null, []),
  circuit('pau_ville', 'Circuit de Pau-Ville', 'Pau-Ville', 'FR', [43.2925, -0.364], 2760, [
    'Grand Prix de Pau',
  ]),
  circuit('pergusa', 'Autodromo di Pergusa', 'Pergusa', 'IT', [37.5158, 14.3008], null, ['Enna-Pergusa']),
  circuit('portimao', 'Autódromo Internacional do Algarve', 'Portimão', 'PT', [37.2306, -8.6281], null, [
    'Algarve',
    'Algarve International Circuit',
  ]),
  circuit('val_de_vienne', 'Circuit du Val de Vienne', 'Val de Vienne', 'FR', [46.1967, 0.6361], null, [
    'Le Vigeant',
  ]),
  track({
    id: 'vallelunga',
    name: 'Autodromo Vallelunga Piero Taruffi',
    short: 'Vallelunga',
    country: 'IT',
    at: [42.1575, 12.3685],
    aliases: ['Autodromo di Vallelunga', 'Vallelunga Piero Taruffi'],
    layouts: [
      {
        id: 'full',
        name: 'Full',
        lengthM: 4085,
        words: ['Full', 'Extended', 'Extended circuit', ...GP],
        ids: { ac1: [['ks_vallelunga', 'extended_circuit']] },
      },
      {
        id: 'classic',
        name: 'Classic',
        words: ['Classic'],
        ids: { ac1: [['ks_vallelunga', 'classic_circuit']] },
      },
      { id: 'club', name: 'Club', words: ['Club'], ids: { ac1: [['ks_vallelunga', 'club_circuit']] } },
    ],
  }),
  circuit('varano', 'Autodromo di Varano', 'Varano', 'IT', [44.6808, 10.0222], null, [
    'Riccardo Paletti',
    'Varano de’ Melegari',
  ]),
]
