import { lapLegendReader } from '../../../../shared/formats/lap-legend/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(lapLegendReader, goldenBytes())
