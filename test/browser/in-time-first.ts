/**
 * Vitest's order, except that what runs against a clock comes first: beside the checks of sources, which keep one core
 * busy. At the end of the stage components have every core, and a pretended game at twelve times its speed that is held
 * up for some milliseconds looks like a car that was put somewhere else.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const AGAINST_A_CLOCK = /\/rig-drive\.e2e\.ts$/

export class InTimeFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const inOrder = await super.sort(files)
    const isInTime = ({ moduleId }: TestSpecification): boolean => AGAINST_A_CLOCK.test(moduleId)
    return [...inOrder.filter(isInTime), ...inOrder.filter(file => !isInTime(file))]
  }
}
