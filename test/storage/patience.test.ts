import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:tls'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { RequestSignals } from '../../src/storage/objects/request-signals.ts'
import { neverConnected, patiently } from '../../src/storage/patience.ts'
import { freePort } from '../services/process.ts'

const systemError = (code: string, syscall: string) =>
  Object.assign(new Error(`${syscall} ${code}`), { code, syscall })

describe('a request that never connected', () => {
  it.each([
    systemError('ECONNREFUSED', 'connect'),
    systemError('ENOTFOUND', 'getaddrinfo'),
    systemError('EAI_AGAIN', 'getaddrinfo'),
    systemError('ETIMEDOUT', 'connect'),
    systemError('ECONNRESET', 'connect'),
    systemError('ENOENT', 'connect'),
    new Error('of a driver', { cause: systemError('ECONNREFUSED', 'connect') }),
    new AggregateError([
      systemError('ECONNREFUSED', 'connect'),
      systemError('ENETUNREACH', 'connect'),
    ]),
  ])('%s', (error) => {
    expect(neverConnected(error)).toBe(true)
  })

  it.each([
    systemError('ECONNRESET', 'read'),
    systemError('EPIPE', 'write'),
    systemError('ENOENT', 'open'),
    new AggregateError([systemError('ECONNREFUSED', 'connect'), systemError('ECONNRESET', 'read')]),
    new Error('anything else'),
    'no error at all',
  ])('is not: %s', (error) => {
    expect(neverConnected(error)).toBe(false)
  })

  it('is one whose TLS handshake was broken off', async () => {
    const server = createTcpServer((socket) => socket.end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
    const [error] = (await once(socket, 'error')) as unknown[]
    expect(neverConnected(error)).toBe(true)
    server.close()
  })
})

describe('a request to a bucket', () => {
  it('is made again when its connection was not made in time', async () => {
    const late = 'the request socket did not establish a connection with the server within the time'
    let attempts = 0
    const answer = await new RequestSignals().patiently(async () => {
      attempts++
      if (attempts === 1) throw Object.assign(new Error(late), { name: 'TimeoutError' })
      return 'here'
    })
    expect([answer, attempts]).toEqual(['here', 2])
  })
})

describe('patience', () => {
  it('reaches a server that begins to listen late', async () => {
    const port = await freePort()
    const server = createServer((_, response) => response.end('here'))
    let attempts = 0
    const answer = await patiently(
      async () => {
        attempts++
        if (attempts === 3) {
          server.listen(port, '127.0.0.1')
          await once(server, 'listening')
        }
        return (await fetch(`http://127.0.0.1:${port}`)).text()
      },
      { patience: 120_000 },
    )
    expect([answer, attempts]).toEqual(['here', 3])
    server.closeAllConnections()
    server.close()
  }, 180_000)

  it('ends with the last error, at once where the request may have been sent', async () => {
    const refused = systemError('ECONNREFUSED', 'connect')
    let attempts = 0
    const failing = (error: Error, patience: number) =>
      patiently(
        () => {
          attempts++
          return Promise.reject(error)
        },
        { patience },
      )
    await expect(failing(refused, 200)).rejects.toBe(refused)
    expect(attempts).toBeGreaterThan(1)
    attempts = 0
    const sent = systemError('ECONNRESET', 'read')
    await expect(failing(sent, 120_000)).rejects.toBe(sent)
    expect(attempts).toBe(1)
  })

  it('ends when its signal does', async () => {
    const closing = new AbortController()
    const refused = systemError('ECONNREFUSED', 'connect')
    let attempts = 0
    const attempt = () => {
      if (++attempts === 2) closing.abort()
      return Promise.reject(refused)
    }
    await expect(patiently(attempt, { patience: 120_000, signal: closing.signal })).rejects.toBe(
      refused,
    )
    expect(attempts).toBe(2)
  })
})
