/** Streams of libp2p keep what a wire promises, over every carrier a program has. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { P2pHost } from '#node/p2p'
import { describeWire, type WirePair } from '../../conformance/wire.ts'
import { dialled, directAddress, startTestHost, type TestHost, tcpAddress } from './hosts.ts'

const pairOver = async (
  answering: TestHost,
  address: string,
  also: () => void = () => {},
): Promise<WirePair> => {
  const dialling = await startTestHost({ port: null })
  const a = await dialled(dialling, address)
  const b = await answering.nextWire()
  const both: P2pHost[] = [dialling, answering]
  return {
    a,
    b,
    cut: () => {
      for (const host of both) host.cut()
    },
    close: async () => {
      await Promise.all(both.map(host => host.close()))
      also()
    },
  }
}

const openTcp = async (): Promise<WirePair> => {
  const host = await startTestHost()
  return await pairOver(host, tcpAddress(host))
}
describeWire('a stream over TCP', openTcp)

const FEW = { runs: 4 }

const openBehindHttp = async (): Promise<WirePair> => {
  const host = await startTestHost({ port: null, isWebSocketBehindHttp: true })
  const server = createServer()
  server.on('upgrade', (incoming, socket, head) => host.upgrade(incoming, socket, head))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return await pairOver(host, `/ip4/127.0.0.1/tcp/${port}/ws`, () => void server.close())
}
describeWire('a stream over a WebSocket behind an HTTP server', openBehindHttp, FEW)

const openDirect = async (): Promise<WirePair> => {
  const host = await startTestHost()
  return await pairOver(host, directAddress(host))
}
describeWire('a stream over webrtc-direct', openDirect, FEW)
