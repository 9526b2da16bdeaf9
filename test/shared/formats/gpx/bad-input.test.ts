import { gpxReader } from '../../../../shared/formats/gpx/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(gpxReader, goldenBytes())
