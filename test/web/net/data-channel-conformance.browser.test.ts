/** A data channel promises what every wire does. */
import { answerConnection, offerConnection } from '#web/net'
import { describeWire } from '../../conformance/wire.ts'

describeWire(
  'a data channel',
  async () => {
    const offered = await offerConnection()
    const answered = await answerConnection(offered.sdp)
    await offered.accept(answered.sdp)
    const [offering, answering] = await Promise.all([offered.wires, answered.wires])
    return {
      a: offering[1]!,
      b: answering[1]!,
      cut: () => offered.close(),
      close: async () => {
        offered.close()
        answered.close()
      },
    }
  },
  { runs: 6 },
)
