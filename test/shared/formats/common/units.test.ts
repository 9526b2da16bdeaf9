/** Unit and name tables of all vendors. */
import { describe, expect, test } from 'vitest'
import {
  nameToCanonical,
  unitToCanonical,
  unitToUnit,
  withCanonicalNames,
} from '../../../../shared/formats/common/index.ts'
import { channelInfo } from '../../../../shared/trace/index.ts'

const converted = (value: number, unit: string): [number, string] | null => {
  const c = unitToCanonical(unit)
  return c && [value * c.factor + c.offset, c.unit]
}

describe('units', () => {
  test.each([
    [100, 'km/h', 27.777_78, 'm/s'],
    [100, 'kph', 27.777_78, 'm/s'],
    [100, 'kmh', 27.777_78, 'm/s'],
    [100, 'KM/H', 27.777_78, 'm/s'],
    [60, 'mph', 26.8224, 'm/s'],
    [60, 'MPH', 26.8224, 'm/s'],
    [10, 'kn', 5.144_44, 'm/s'],
    [10, 'knots', 5.144_44, 'm/s'],
    [212, 'F', 100, '°C'],
    [32, 'degF', 0, '°C'],
    [20, 'C', 20, '°C'],
    [20, '.C', 20, '°C'],
    [20, '°C', 20, '°C'],
    [300, 'K', 26.85, '°C'],
    [14.503_77, 'psi', 1, 'bar'],
    [100, 'kPa', 1, 'bar'],
    [1013, 'mbar', 1.013, 'bar'],
    [1, 'G', 1, 'g'],
    [9.806_65, 'm/s2', 1, 'g'],
    [9.806_65, 'm/s^2', 1, 'g'],
    [50, '%', 50, '%'],
    [0.5, 'ratio', 50, '%'],
    [1, 'rad', 57.295_78, 'deg'],
    [1, 'rad/s', 57.295_78, 'deg/s'],
    [6000, 'rpm', 6000, 'rpm'],
    [14_400, 'mV', 14.4, 'V'],
    [1, 'gal', 3.785_412, 'l'],
    [100, 'ft', 30.48, 'm'],
    [1, 'mi', 1609.344, 'm'],
    [2, 'km', 2000, 'm'],
    [5, 'mm', 5, 'mm'],
    [3, '', 3, ''],
    [3, '(null)', 3, ''],
    [3, 'sats', 3, ''],
  ])('%d %s', (value, unit, want, wantUnit) => {
    const got = converted(value, unit)!
    expect(got[0]).toBeCloseTo(want, 4)
    expect(got[1]).toBe(wantUnit)
  })

  test('an unknown unit is not guessed', () => {
    for (const unit of ['furlong', 'km', 'Ω', 'DOP', 'unix time', '__proto__', 'constructor']) {
      expect(unitToCanonical(unit) === null).toBe(unit !== 'km')
    }
  })

  test('between units that measure the same', () => {
    expect(unitToUnit('mm', 'm')).toEqual({ unit: 'm', factor: 0.001, offset: 0 })
    expect(unitToUnit('in', 'm')!.factor).toBeCloseTo(0.0254, 9)
    expect(unitToUnit('bar', 'm')).toBeNull()
  })
})

describe('names', () => {
  test.each([
    ['Latitude', 'deg', 'lat'],
    ['GPS Longitude', 'deg', 'lon'],
    ['long', 'deg', 'lon'],
    ['Speed', 'Km/h', 'speed'],
    ['GPS_Speed', 'km/h', 'speed'],
    ['Ground Speed', 'km/h', 'speed'],
    ['bearing', 'deg', 'heading'],
    ['lateral_acc', 'G', 'gLat'],
    ['Longitudinal Acceleration', 'G', 'gLong'],
    ['G Force Lat', 'm/s2', 'gLat'],
    ['accelerator_pos', '%', 'throttle'],
    ['Throttle Pos', '%', 'throttle'],
    ['Engine RPM', 'rpm', 'rpm'],
    ['RPM', '', 'rpm'],
    ['brake', '%', 'brake'],
    ['Brake', 'psi', 'brakePressure'],
    ['Engine Coolant Temp', 'F', 'waterTemp'],
    ['Wheel Speed FL', 'km/h', 'wheelSpeedFL'],
    ['wheel_speed_rear_right', 'mph', 'wheelSpeedRR'],
    ['Tyre Pres LF', 'psi', 'tyrePressureFL'],
    ['Gear', '', 'gear'],
    ['Lap Number', '', 'lap'],
    ['Lap #', '', 'lap'],
    ['distance_traveled', 'm', 'distance'],
  ])('%s in %s is %s', (name, unit, want) => {
    expect(nameToCanonical(name, unit)).toEqual({ name: want, factor: 1 })
    expect(channelInfo(want)).not.toBeNull()
  })

  test('a name whose unit does not fit, or is missing, keeps its own', () => {
    expect(nameToCanonical('speed', '')).toBeNull()
    expect(nameToCanonical('speed', 'furlong')).toBeNull()
    expect(nameToCanonical('Steering', 'V')).toBeNull()
    expect(nameToCanonical('Vertical Acc', 'G')).toBeNull()
    expect(nameToCanonical('Boost_target', 'bar')).toBeNull()
    expect(nameToCanonical('constructor', '')).toBeNull()
    expect(nameToCanonical('', '')).toBeNull()
  })

  test('of two channels that mean the same the first gets the name, per source', () => {
    const raw = (name: string, source: string) => ({ name, unit: '%', source, values: new Float64Array(1) })
    const named = withCanonicalNames([
      raw('accelerator_pos', 'obd'),
      raw('throttle_pos', 'obd'),
      raw('throttle_pos', 'can'),
      raw('wobble', 'can'),
    ])
    expect(named.map(({ name }) => name)).toEqual(['throttle', 'throttle_pos', 'throttle', 'wobble'])
  })
})
