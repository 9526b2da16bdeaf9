import { paddockReader } from '../../../../shared/formats/paddock/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(paddockReader, goldenBytes())
