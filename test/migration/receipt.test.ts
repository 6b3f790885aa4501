import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import { migrate } from '../../src/migration/copy/migrate.ts'
import { RootHash } from '../../src/migration/receipt/root-hash.ts'
import { openReceipt } from '../../src/migration/receipt/open-receipt.ts'
import type { ReceiptEnd } from '../../src/migration/receipt/receipt-lines.ts'
import { Seal } from '../../src/migration/receipt/seal.ts'
import { readPublicKey, readSigningKey } from '../../src/migration/receipt/signing-key.ts'
import { storeSource } from '../../src/migration/sources/store-source.ts'
import { verifyReceipt } from '../../src/migration/verify/verify.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'

/** An id may hold what ends a line elsewhere. */
const IDS = ['a', 'b\u2028c', 'd\n"e', 'שלום', 'z']

function thread(id: string, text: string) {
  const content = [{ type: 'text' as const, text }]
  const messages = [{ id: `${id}/0`, role: 'user', content }]
  return buildThread({ id, messages }, { format: 'test', asOf: '2025-03-10T10:00:09.000Z' })
}

describe('a receipt', () => {
  let folder: string
  let path: string
  let from: ChatStore
  let to: ChatStore

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hitcraft-receipt-'))
    path = join(folder, 'moved.receipt')
    from = { ...(await openMemoryStore()), location: 'the old place' }
    to = { ...(await openMemoryStore()), location: 'the new place' }
    await from.mergeThreads(IDS.map((id) => thread(id, `words of ${id}`)))
    await from.eraseThreads(['z'])
  })

  afterEach(() => rm(folder, { recursive: true }))

  const moved = async (signKey?: string) => {
    const key = signKey === undefined ? {} : { signKey: await readSigningKey(signKey) }
    await migrate(storeSource(from), to, { receipt: path, ...key })
    return (await readFile(path, 'utf8')).split('\n').slice(0, -1)
  }
  const rewritten = (lines: readonly string[], end = '\n') =>
    writeFile(path, lines.join('\n') + end)

  async function keyPair(name: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
      publicKeyEncoding: { format: 'pem', type: 'spki' },
    })
    const files = { secret: join(folder, `${name}.key`), open: join(folder, `${name}.pub`) }
    await writeFile(files.secret, privateKey)
    await writeFile(files.open, publicKey)
    return files
  }

  it('says which stores, which version, when and how much', async () => {
    await moved()
    const receipt = await openReceipt(path)
    expect(receipt).toMatchObject({
      version: 3,
      source: { kind: 'memory', location: 'the old place' },
      target: { kind: 'memory', location: 'the new place' },
    })
    expect(receipt.product).toMatch(/^\d+\./)
    expect(Date.parse(receipt.startedAt ?? '')).toBeLessThanOrEqual(
      Date.parse(receipt.finishedAt ?? ''),
    )
    expect(receipt.counts.get('thread')).toBe(4)
    const ids = (await Array.fromAsync(receipt.lines('thread'))).map(({ id }) => id)
    expect(ids).toEqual(['a', 'b\u2028c', 'd\n"e', 'שלום'])
    expect(receipt).not.toHaveProperty('signedBy')
  })

  it('proves months later, without the source, what is changed, erased and there since', async () => {
    await moved()
    await from.close()
    expect(await verifyReceipt(path, to)).toMatchObject({ equal: true, receipt: { version: 3 } })
    await to.mergeThreads([thread('since', 'new'), thread('a', 'something else')])
    await to.eraseThreads(['שלום'])
    const { equal, differences, erased } = await verifyReceipt(path, to)
    expect(equal).toBe(false)
    expect(differences.filter(({ kind }) => kind === 'threads')).toMatchObject([
      { id: 'a', problem: 'differs' },
      { id: 'since', problem: 'only in target' },
    ])
    expect(erased.filter(({ kind }) => kind === 'threads')).toMatchObject([
      { id: 'שלום', problem: 'missing in target' },
    ])
  })

  it('tells what became of it', async () => {
    const whole = await moved()
    const last = whole.length - 1
    const refused = async (what: RegExp) => {
      const opened = openReceipt(path)
      await expect(opened).rejects.toThrow(what)
      await expect(opened).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    }
    await rewritten(whole.slice(0, -1))
    await refused(/is cut short/)
    await rewritten(whole, '')
    await refused(/is cut short/)
    await rewritten([], '')
    await refused(/is cut short/)
    await rewritten(whole.toSpliced(last - 1, 1))
    await refused(/was cut: .* counts 4 threads, and there are 3/)
    await rewritten(whole.toSpliced(last - 2, 2, whole[last - 1] ?? '', whole[last - 2] ?? ''))
    await refused(/was reordered/)
    await rewritten(whole.toSpliced(last, 0, whole[last - 1] ?? ''))
    await refused(/was reordered/)
    const edited = (whole[last - 1] ?? '').replace(/"hash":"\w+/, `"hash":"${'0'.repeat(64)}`)
    await rewritten(whole.with(last - 1, edited))
    await refused(/was edited: its lines/)
    await rewritten(whole.with(0, (whole[0] ?? '').replace('the old place', 'the odd place')))
    await refused(/was edited: its first or its last line/)
    await rewritten(whole.with(2, '{"note":"mine"}'))
    await refused(/was edited: line 3/)
    await rewritten([...whole, whole[1] ?? ''])
    await refused(/was edited: line/)
    await rewritten(['a shopping list'])
    await refused(/is no receipt/)
    await rewritten(whole)
    await expect(openReceipt(path)).resolves.toMatchObject({ version: 3 })
  })

  it('gives single lines without the rest of it', async () => {
    const ids = Array.from({ length: 400 }, (_, n) => `many-${String(n).padStart(3, '0')}`)
    await from.mergeThreads(ids.map((id) => thread(id, 'few')))
    await migrate(storeSource(from), to, { receipt: path })
    const receipt = await openReceipt(path)
    const all = await Array.fromAsync(receipt.lines('thread'))
    for (const wanted of [ids, ids.slice(150, 152), ['a', 'many-399', 'שלום'], ['0', 'nowhere']]) {
      const found = await Array.fromAsync(receipt.find('thread', wanted))
      expect(found).toEqual(all.filter(({ id }) => wanted.includes(id)))
    }
    for (const after of ['', 'a', 'many-150', 'many-399', 'שלום']) {
      const behind = await Array.fromAsync(receipt.lines('thread', after))
      expect(behind).toEqual(all.slice(all.findIndex(({ id }) => id === after) + 1))
    }
    expect(await Array.fromAsync(receipt.find('run', ids))).toEqual([])
  })

  it('of another pair of stores is told as foreign, and compared on demand', async () => {
    await moved()
    const other = { ...to, location: 'somewhere else' }
    await expect(verifyReceipt(path, other)).rejects.toThrow(
      /is foreign: it is of the old place and the new place, not of somewhere else/,
    )
    expect(await verifyReceipt(path, other, { elsewhere: true })).toMatchObject({ equal: true })
    // The source is of the pair as well.
    expect(await verifyReceipt(path, from)).toMatchObject({ equal: true })
  })

  it('is signed, and tells by whom', async () => {
    const [ours, theirs] = [await keyPair('ours'), await keyPair('theirs')]
    const whole = await moved(ours.secret)
    const publicKey = await readPublicKey(ours.open)
    const { signedBy } = await openReceipt(path, { publicKey })
    expect(signedBy).toMatch(/^[0-9a-f]{64}$/)
    expect((await openReceipt(path)).signedBy).toBe(signedBy)
    await expect(
      openReceipt(path, { publicKey: await readPublicKey(theirs.open) }),
    ).rejects.toThrow(/is foreign: it is signed by another key/)
    expect(whole.join()).not.toContain('PRIVATE')

    // Sealed again by somebody without the key.
    const forged = await moved()
    await expect(openReceipt(path, { publicKey })).rejects.toThrow(/is not signed/)
    const signature = /,"signature":\{.*\}/.exec(whole.at(-1) ?? '')?.[0] ?? ''
    await rewritten(forged.with(forged.length - 1, (forged.at(-1) ?? '').replace(/\}$/, signature)))
    await expect(openReceipt(path)).rejects.toThrow(/its signature is not of what it says/)
  })

  it('takes no other key for one, and tells nothing of it', async () => {
    const file = join(folder, 'odd.key')
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 1024,
      privateKeyEncoding: { format: 'pem', type: 'pkcs8' },
      publicKeyEncoding: { format: 'pem', type: 'spki' },
    })
    for (const text of ['s3cret', rsa.privateKey, rsa.publicKey]) {
      await writeFile(file, text)
      for (const read of [readSigningKey, readPublicKey]) {
        const error = await read(file).catch((reason: unknown) => reason)
        expect(error).toMatchObject({ code: 'INVALID_CONFIG' })
        expect(String(error)).not.toContain(text.slice(0, 6))
      }
    }
    await expect(readPublicKey((await keyPair('whole')).secret)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
    })
    await expect(readSigningKey(join(folder, 'none'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('of version 2 is read as ever', async () => {
    const [first = '', ...rest] = await moved()
    const head = canonicalJson({ ...(JSON.parse(first) as object), receipt: 2 })
    const lines = [head, ...rest.slice(0, -1)]
    const { end } = JSON.parse(rest.at(-1) ?? '') as { end: ReceiptEnd }
    const seal = new Seal()
    for (const line of lines) seal.add(`${line}\n`)
    await rewritten([...lines, canonicalJson({ end, seal: seal.with(end) })])
    expect(await verifyReceipt(path, to)).toMatchObject({ equal: true, receipt: { version: 2 } })
  })

  it('of version 1 is read as ever', async () => {
    const lines = (await moved()).slice(1, -1)
    const root = new RootHash()
    for (const line of lines) root.add(JSON.parse(line))
    const first = { receipt: 1, source: 'the old place', target: 'the new place' }
    const end = { root: { source: root.digest(), target: root.digest() } }
    await rewritten([JSON.stringify(first), ...lines, JSON.stringify(end)])
    expect(await verifyReceipt(path, to)).toMatchObject({ equal: true, receipt: { version: 1 } })
    await rewritten([JSON.stringify(first), ...lines.slice(1), JSON.stringify(end)])
    await expect(openReceipt(path)).rejects.toThrow(/was edited/)
    await rewritten([JSON.stringify({ ...first, receipt: 4 }), ...lines])
    await expect(openReceipt(path)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
  })
})
