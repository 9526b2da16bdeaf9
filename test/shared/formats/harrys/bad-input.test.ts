import { harrysReader } from '../../../../shared/formats/harrys/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(harrysReader, goldenBytes())
