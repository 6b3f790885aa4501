import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptedEncoding } from '../../src/http/compression.ts'
import { exampleThread, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

const SCRIPT = 'export const a = 1\n'.repeat(200)

describe('compression', () => {
  let test: TestApp
  let page: string
  beforeAll(async () => {
    page = await mkdtemp(join(tmpdir(), 'hitcraft-packed-'))
    await mkdir(join(page, 'assets'))
    await writeFile(join(page, 'index.html'), '<!doctype html><title>page</title>')
    await writeFile(join(page, 'assets', 'a-1.js'), SCRIPT)
    await writeFile(join(page, 'assets', 'a-1.js.br'), brotliCompressSync(SCRIPT))
    await writeFile(join(page, 'assets', 'a-1.js.gz'), gzipSync(SCRIPT))
    test = await openTestApp({ pageFolder: page })
    const threads = Array.from({ length: 30 }, (_, n) => exampleThread(`t${n}`, 'a bridge, please'))
    await test.store.mergeThreads(threads)
  })
  afterAll(async () => {
    await test.close()
    await rm(page, { recursive: true, force: true })
  })

  const get = (url: string, accept?: string) =>
    test.app.inject({ url, headers: accept === undefined ? {} : { 'accept-encoding': accept } })

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['identity', undefined],
    ['br;q=0.000', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('takes of "%s" %s', (header, encoding) => {
    expect(acceptedEncoding(header)).toBe(encoding)
  })

  it.each(['/api/threads', '/assets/a-1.js'])('packs %s for who takes it', async (url) => {
    const plain = await get(url)
    expect(plain.headers['content-encoding']).toBeUndefined()
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync }
    for (const encoding of ['br', 'gzip'] as const) {
      const packed = await get(url, encoding)
      expect(packed.headers).toMatchObject({
        'content-encoding': encoding,
        'content-type': plain.headers['content-type'],
        'cache-control': plain.headers['cache-control'],
        vary: 'accept-encoding',
      })
      expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2)
      expect(unpack[encoding](packed.rawPayload)).toEqual(plain.rawPayload)
      expect(packed.headers['content-length']).toBe(String(packed.rawPayload.length))
    }
    expect(plain.headers.vary).toBe('accept-encoding')
  })

  it('leaves what is small as it is', async () => {
    const answer = await get('/api/state', 'br')
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.json()).toMatchObject({ imports: [] })
  })
})
