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
  /**
   * Resets so many new connections before a byte is read of them, then passes on again.
   * @returns when that was done
   */
  refuseFirst(times: number): Promise<void>
  /** Passes everything on again. */
  mend(): void
  stop(): Promise<void>
}

/** @param at the port to listen on; 0 for any that is free */
export async function startProxy(target: number, at = 0): Promise<FaultyProxy> {
  const pairs = new Set<{ client: Socket; upstream: Socket }>()
  let wait = 0
  let refused = false
  let silent = false
  let limit = Number.POSITIVE_INFINITY
  let cuts = 0
  let refusals = 0
  let haveRefused = () => {}
  const server = createServer((client) => {
    if (refusals > 0) {
      client.resetAndDestroy()
      if (--refusals === 0) haveRefused()
      return
    }
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
  server.listen(at, '127.0.0.1')
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
    refuseFirst: (times) =>
      new Promise((resolve) => {
        refusals = times
        haveRefused = resolve
      }),
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
