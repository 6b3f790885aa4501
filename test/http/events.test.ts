import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { liveStateSchema } from '../../src/http/schemas/state.ts'
import type { LiveState } from '../../src/http/schemas/state.ts'
import { exampleLog, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

describe('events and uploads over a real connection', () => {
  let test: TestApp
  let url: string
  beforeEach(async () => {
    test = await openTestApp()
    url = await test.app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterEach(() => test.close())

  /** States as they come, until one fits; the test's own deadline ends what never does. */
  async function statesUntil(
    body: ReadableStream<Uint8Array>,
    fits: (state: LiveState) => boolean,
  ) {
    const states: LiveState[] = []
    let text = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1]
        text = text.slice(end + 2)
        if (data === undefined) continue
        const state = liveStateSchema.parse(JSON.parse(data))
        states.push(state)
        if (fits(state)) return states
      }
    }
    throw new Error('the stream ended before a state that fits')
  }

  it('tells the state at once and each change of it', async () => {
    const abort = new AbortController()
    const response = await fetch(`${url}/api/events`, { signal: abort.signal })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    if (response.body === null) throw new Error('no body')
    const [one, two] = response.body.tee()
    const [first] = await statesUntil(one, () => true)
    const sent = await fetch(`${url}/api/imports?name=a.jsonl`, {
      method: 'POST',
      body: exampleLog(5),
    })
    expect(sent.status).toBe(202)
    const states = await statesUntil(
      two,
      (state) =>
        state.revision > (first?.revision ?? 0) &&
        state.imports.length === 0 &&
        state.run === undefined,
    )
    expect(states.length).toBeGreaterThan(1)
    abort.abort()
  })

  it('ends its streams when the server closes', async () => {
    const response = await fetch(`${url}/api/events`)
    const reading = response.text().catch(() => 'cut')
    await test.app.close()
    expect(await reading).toMatch(/event: state|cut/)
  })

  it('answers an upload that is too large, though not all of it was read', async () => {
    const small = await openTestApp({ maxUploadBytes: 100_000 })
    const address = await small.app.listen({ host: '127.0.0.1', port: 0 })
    const sizes = {
      announced: 'x'.repeat(5_000_000),
      streamed: new Blob(['x'.repeat(5_000_000)]).stream(),
    }
    for (const body of Object.values(sizes)) {
      const init = { method: 'POST', body, duplex: 'half' } as const
      const response = await fetch(`${address}/api/imports?name=big`, init)
      expect(response.status).toBe(413)
      await response.text()
    }
    await small.close()
  })

  it('keeps nothing of an upload whose sender went away', async () => {
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    const head = [
      'POST /api/imports?name=cut HTTP/1.1',
      `host: 127.0.0.1:${port}`,
      'content-length: 1000',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\nonly this`)
    const uploads = async () =>
      (await readdir(join(test.folder, 'uploads'))).filter((name) => name !== '.lock')
    await expect.poll(uploads).toHaveLength(1)
    socket.destroy()
    await expect.poll(uploads).toEqual([])
    expect(test.jobs.state().imports).toEqual([])
  })

  it('is refused to another page', async () => {
    const response = await fetch(`${url}/api/events`, {
      headers: { origin: 'http://evil.example' },
    })
    expect(response.status).toBe(403)
    await response.text()
  })
})
