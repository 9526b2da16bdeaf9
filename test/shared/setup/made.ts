/** Setups of our own making, in the shape the games write. */

export const accJson = {
  carName: 'ferrari_296_gt3',
  basicSetup: {
    tyres: { tyreCompound: 0, tyrePressure: [56, 55, 52, 51] },
    alignment: {
      camber: [3, 3, 6, 6],
      toe: [40, 40, 12, 12],
      staticCamber: [-3.75, -3.75, -3.25, -3.25],
      toeOutLinear: [0.0015, 0.0015, 0.0005, 0.0005],
      casterLF: 9,
      casterRF: 10,
      steerRatio: 2,
    },
    electronics: { tC1: 4, tC2: 2, abs: 3, eCUMap: 1, fuelMix: 0, telemetryLaps: 99 },
    strategy: {
      fuel: 62,
      nPitStops: 1,
      tyreSet: 0,
      frontBrakePadCompound: 1,
      rearBrakePadCompound: 2,
      pitStrategy: [
        {
          fuelToAdd: 30,
          tyres: { tyreCompound: 1, tyrePressure: [60, 60, 58, 58] },
          tyreSet: 3,
          frontBrakePadCompound: 1,
          rearBrakePadCompound: 1,
        },
      ],
      fuelPerLap: 2.75,
    },
  },
  advancedSetup: {
    mechanicalBalance: {
      aRBFront: 4,
      aRBRear: 2,
      wheelRate: [3, 3, 2, 2],
      bumpStopRateUp: [1, 1, 2, 2],
      bumpStopRateDn: [0, 0, 0, 0],
      bumpStopWindow: [5, 5, 9, 9],
      brakeTorque: 20,
      brakeBias: 33,
    },
    dampers: {
      bumpSlow: [8, 8, 7, 7],
      bumpFast: [10, 10, 9, 9],
      reboundSlow: [11, 11, 12, 12],
      reboundFast: [6, 6, 5, 5],
    },
    aeroBalance: {
      rideHeight: [4, 0, 20, 0],
      rodLength: [10.5, 10.5, 20.25, 20.25],
      splitter: 0,
      rearWing: 9,
      brakeDuct: [3, 2],
    },
    drivetrain: { preload: 6 },
  },
  trackBopType: 11,
}

export const acIni = `[CAR]
MODEL=ks_mazda_mx5_cup

[PRESSURE_LF]
VALUE=26
[PRESSURE_RF]
VALUE=27

[CAMBER_LR]
VALUE=-22 ; in tenths of this car

[FUEL]
VALUE=30

[ARB_FRONT]
VALUE=3
[WING_2]
VALUE=5
[FRONT_BIAS]
VALUE=61
[TYRES]
VALUE=1
[DAMP_FAST_REBOUND_RR]
VALUE=4
[SOMETHING_NEW]
VALUE=7
[__EXT_PATCH]
VERSION=0.2.3-preview1
`
