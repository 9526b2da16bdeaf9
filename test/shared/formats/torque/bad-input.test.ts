import { torqueReader } from '../../../../shared/formats/torque/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(torqueReader, goldenBytes())
