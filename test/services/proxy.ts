import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'

/** A TCP proxy before a server, which delays, cuts, or goes silent when it is told to. */
export interface FaultyProxy {
  readonly port: number
  /** Milliseconds by which each piece of data is held back, either way. */
  delay(milliseconds: number): void
  /** Resets every connection that is open. */
  cut(): void
  /** Cuts each new connection after so many bytes of answers, so often. */
  cutAfter(bytes: number, times: number): void
  /** Closes the server's side of every connection, and leaves the client's open. */
  halfClose(): void
  /** Keeps every connection open and passes nothing on. */
  silence(): void
  /** Accepts nothing more, as a server that is away. */
  refuse(): void
  /** Passes everything on again. */
  mend(): void
  stop(): Promise<void>
}

export async function startProxy(target: number): Promise<FaultyProxy> {
  const pairs = new Set<{ client: Socket; upstream: Socket }>()
  let wait = 0
  let refused = false
  let silent = false
  let limit = Number.POSITIVE_INFINITY
  let cuts = 0
  const server = createServer((client) => {
    if (refused) {
      client.resetAndDestroy()
      return
    }
    const upstream = connect(target, '127.0.0.1')
    const pair = { client, upstream }
    pairs.add(pair)
    let answered = 0
    const pass = (data: Buffer, to: Socket) => {
      if (silent) return
      if (wait === 0) to.write(data)
      else setTimeout(() => to.write(data), wait)
    }
    client.on('data', (data: Buffer) => pass(data, upstream))
    upstream.on('data', (data: Buffer) => {
      answered += data.length
      if (answered > limit && cuts > 0) {
        cuts--
        client.resetAndDestroy()
        upstream.destroy()
        return
      }
      pass(data, client)
    })
    for (const socket of [client, upstream]) {
      socket.on('error', () => socket.destroy())
      socket.on('close', () => pairs.delete(pair))
    }
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    delay: (milliseconds) => {
      wait = milliseconds
    },
    cut: () => {
      for (const { client, upstream } of pairs) {
        client.resetAndDestroy()
        upstream.destroy()
      }
    },
    cutAfter: (bytes, times) => {
      limit = bytes
      cuts = times
    },
    halfClose: () => {
      for (const { client } of pairs) client.end()
    },
    silence: () => {
      silent = true
    },
    refuse: () => {
      refused = true
    },
    mend: () => {
      refused = false
      silent = false
      wait = 0
      limit = Number.POSITIVE_INFINITY
    },
    stop: async () => {
      for (const { client, upstream } of pairs) {
        client.destroy()
        upstream.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
}
