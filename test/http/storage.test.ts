import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storageSchema } from '../../src/http/schemas/storage.ts'
import type { Storage } from '../../src/http/schemas/storage.ts'
import { openReceipt } from '../../src/migration/receipt/open-receipt.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { parseStoreUrl } from '../../src/storage/parse-store-url.ts'
import { exampleThread, openTestApp } from './test-app.ts'
import type { TestApp } from './test-app.ts'

describe('moving the store over HTTP', () => {
  let test: TestApp
  let folder: string

  beforeEach(async () => {
    test = await openTestApp()
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-moved-'))
    await test.store.mergeThreads(['a', 'b', 'c'].map((id) => exampleThread(id, `words of ${id}`)))
  })

  afterEach(async () => {
    await test.close()
    await rm(folder, { recursive: true })
  })

  const storage = async (): Promise<Storage> => {
    const { body } = await test.app.inject({ url: '/api/storage', headers: { host: 'localhost' } })
    return storageSchema.parse(JSON.parse(body))
  }
  const start = (payload: object) =>
    test.app.inject({
      method: 'POST',
      url: '/api/storage/moves',
      headers: { host: 'localhost' },
      payload,
    })
  const ended = async () => {
    await expect
      .poll(async () => (await storage()).move?.status, { timeout: 20_000 })
      .not.toBe('running')
    return (await storage()).move
  }

  it('says where it is, counts, copies with a receipt, and compares', async () => {
    expect(await storage()).toEqual({
      store: { kind: 'memory', location: 'the memory of this process' },
    })
    const to = `file:${folder}`
    expect((await start({ work: 'count', to })).statusCode).toBe(202)
    const counted = await ended()
    expect(counted).toMatchObject({ status: 'done', work: 'count', to: { kind: 'file' } })
    expect(counted?.copy?.kinds.find(({ kind }) => kind === 'threads')).toMatchObject({ copied: 3 })

    expect(await readdir(folder)).toEqual([])

    await start({ work: 'copy', to })
    const copied = await ended()
    expect(copied).toMatchObject({
      status: 'done',
      copy: { complete: true, damaged: 0 },
      verification: { equal: true, examples: [] },
    })
    const receipt = await openReceipt(join(test.folder, 'results', copied?.receipt ?? ''))
    expect(receipt.counts.get('thread')).toBe(3)
    expect(copied).not.toHaveProperty('signedBy')

    const other = await openChatStore(parseStoreUrl(to, '/'))
    await other.mergeThreads([exampleThread('only-there', 'more')])
    await other.close()
    await start({ work: 'verify', to })
    const { verification } = (await ended()) ?? {}
    expect(verification?.equal).toBe(false)
    expect(verification?.examples).toContainEqual({
      kind: 'threads',
      id: 'only-there',
      problem: 'only in target',
    })
    expect(await readdir(join(test.folder, 'results', 'receipts'))).toHaveLength(1)
  })

  it('signs the receipt with the key of the settings, and copies nothing without it', async () => {
    const key = join(folder, 'receipt.key')
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    await test.close()
    test = await openTestApp({ receiptKey: key })
    await test.store.mergeThreads([exampleThread('a', 'words')])
    const to = `file:${join(folder, 'store')}`
    await start({ work: 'copy', to })
    expect(await ended()).toMatchObject({ status: 'failed', error: { code: 'NOT_FOUND' } })
    expect(await readdir(folder)).toEqual([])
    await writeFile(key, privateKey.export({ format: 'pem', type: 'pkcs8' }))
    await start({ work: 'copy', to })
    const { receipt = '', signedBy } = (await ended()) ?? {}
    const opened = await openReceipt(join(test.folder, 'results', receipt), { publicKey })
    expect(opened.signedBy).toBe(signedBy)
    expect(await readdir(join(test.folder, 'results', 'receipts'))).toHaveLength(1)
  })

  it('refuses what is no store, and a second move, and tells no password', async () => {
    const odd = await start({ work: 'copy', to: 'ftp://me:s3cret@there' })
    expect(odd.statusCode).toBe(400)
    const to = 'postgres://me:s3cret@127.0.0.1:1/hitcraft'
    const begun = await start({ work: 'copy', to })
    expect((await start({ work: 'count', to })).statusCode).toBe(409)
    const failed = await ended()
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'UNAVAILABLE' } })
    const told = [odd.body, begun.body, JSON.stringify(await storage()), ...test.errors.map(String)]
    expect(told.join()).not.toContain('s3cret')
  })

  it('stops, and answers another page with nothing', async () => {
    await start({ work: 'copy', to: 'postgres://127.0.0.1:1/hitcraft' })
    const asked = { method: 'DELETE', url: '/api/storage/moves/current' } as const
    const foreign = await test.app.inject({
      ...asked,
      headers: { host: 'localhost', origin: 'http://elsewhere.example' },
    })
    expect(foreign.statusCode).toBe(403)
    const stopped = await test.app.inject({ ...asked, headers: { host: 'localhost' } })
    expect(stopped.statusCode).toBe(204)
    expect(await ended()).toMatchObject({ status: 'stopped' })
  })
})
