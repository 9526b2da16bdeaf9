import { raceboxReader } from '../../../../shared/formats/racebox/index.ts'
import { testDamage } from '../pipeline/damage.ts'
import { goldenBytes } from './made.ts'

testDamage(raceboxReader, goldenBytes())
