import { nmeaReader } from '../../../../shared/formats/nmea/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(nmeaReader, goldenBytes())
