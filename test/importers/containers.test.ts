import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { contentOf, importBytes } from './import-bytes.ts'
import { asRtf, jsonExport, openaiRows, textExport } from './exports.ts'
import { zipOf } from './pack.ts'

const zstd = (text: string | Buffer) => zstdCompressSync(Buffer.from(text))
const CHECKED = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

/** Messages of threads of their own, one a line, none like another. */
function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index
    const filling = Math.sin(n).toString(36).repeat(20)
    return `${JSON.stringify({ _id: `m${n}`, threadId: `t${n}`, role: 'user', content: `${n} ${filling}` })}\n`
  }).join('')
}

const skippable = Buffer.concat([
  Buffer.from([0x53, 0x2a, 0x4d, 0x18, 5, 0, 0, 0]),
  Buffer.from('index'),
])
const dictionaryFrame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 3, 0x19, 0, 0, 1, 2, 3])

async function refusal(content: Uint8Array | string, name = 'export'): Promise<string> {
  try {
    await importBytes(content, { name })
    return 'read'
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return `${error.code} ${error.message}`
  }
}

describe('a container', () => {
  const cut = jsonExport().length / 2
  it.each([
    ['gzip', gzipSync(jsonExport())],
    ['gzip in gzip', gzipSync(gzipSync(jsonExport()))],
    ['gzip of two members', [jsonExport().slice(0, cut), jsonExport().slice(cut)].map(gz)],
    ['gzip, padded', [gz(jsonExport()), Buffer.alloc(700)]],
    [
      'gzip, padded between its members',
      [gz(jsonExport().slice(0, cut)), Buffer.alloc(9), gz(jsonExport().slice(cut))],
    ],
    ['zstd', zstd(jsonExport())],
    [
      'zstd of many frames',
      jsonExport()
        .match(/[^]{1,50}/g)
        ?.map(zstd) ?? [],
    ],
    [
      'zstd with skippable frames',
      [
        skippable,
        zstd(jsonExport().slice(0, cut)),
        skippable,
        zstd(jsonExport().slice(cut)),
        skippable,
      ],
    ],
    [
      'zstd with a checksum, padded',
      [zstdCompressSync(Buffer.from(jsonExport()), CHECKED), Buffer.alloc(3)],
    ],
    [
      'zstd with a window of 1 GB',
      zstdCompressSync(Buffer.from(jsonExport()), { params: { [constants.ZSTD_c_windowLog]: 30 } }),
    ],
    ['zip', zipOf({ 'a/export.json': jsonExport() })],
    ['zip in gzip', gzipSync(zipOf({ 'a/export.json': jsonExport() }))],
    ['gzip in zip in zip', zipOf({ 'in.zip': zipOf({ 'a.json.gz': gzipSync(jsonExport()) }) })],
  ] as const)('%s is read like what is in it, to its last byte', async (_name, packed) => {
    const bytes = Array.isArray(packed) ? Buffer.concat(packed) : (packed as Buffer)
    const plain = await importBytes(jsonExport())
    const read = await importBytes(bytes)
    expect(contentOf(read.threads)).toBe(contentOf(plain.threads))
    expect(read.records.map(({ status, rejected, notes }) => [status, rejected, notes])).toEqual([
      ['done', 0, []],
    ])
  })

  it.each([
    ['gzip', gzipSync(lines(0, 40)), /behind the end of the gzip, from its byte \d+ on/],
    ['zstd', zstd(lines(0, 40)), /behind the end of the zstd, from its byte \d+ on/],
  ])('%s is told of bytes behind its end', async (_name, packed, told) => {
    for (const garbage of ['x', 'garbage', '\u001F', 'PK', lines(50, 3)]) {
      const { records, threads, rejects } = await importBytes(
        Buffer.concat([packed, Buffer.from(garbage)]),
      )
      expect([threads.length, records[0]?.status, records[0]?.rejected]).toEqual([40, 'done', 1])
      expect(rejects[0]?.reason).toMatch(told)
      expect(rejects[0]?.length).toBe(Buffer.byteLength(garbage))
    }
  })

  it('gives what was unpacked before it is cut, and tells the rest', async () => {
    const packings = {
      gzip: Buffer.concat([gzipSync(lines(0, 30)), gzipSync(lines(30, 30))]),
      zstd: Buffer.concat([zstd(lines(0, 30)), zstd(lines(30, 30))]),
    }
    for (const [name, packed] of Object.entries(packings)) {
      let before = 0
      for (let end = 400; end < packed.length; end += 97) {
        const cutOff = packed.subarray(0, end)
        const { threads, records } = await importBytes(cutOff).catch(noneOf)
        expect(threads.length, `${name} to ${end}`).toBeGreaterThanOrEqual(before)
        const isBetween = end === gzipSync(lines(0, 30)).length || end === zstd(lines(0, 30)).length
        const isTold = records.every(({ rejected }) => rejected > 0)
        expect(isTold || isBetween, `${name} to ${end}`).toBe(true)
        before = threads.length
      }
      expect(before, name).toBeGreaterThan(name === 'gzip' ? 50 : 29)
    }
  })

  it('gives every line before a flipped byte of a gzip, whatever comes behind is told', async () => {
    const packed = gzipSync(lines(0, 60))
    for (let at = 20; at < packed.length; at += 131) {
      const flipped = Buffer.from(packed)
      flipped[at] = (flipped[at] ?? 0) ^ 0x55
      const { threads, records } = await importBytes(flipped).catch(noneOf)
      const isTold = records.every(({ rejected }) => rejected > 0)
      expect(isTold, `byte ${at}`).toBe(true)
      // Deflate spreads what it packs; half of the share is there for sure.
      expect(threads.length, `byte ${at}`).toBeGreaterThanOrEqual(
        Math.floor((60 * (at - 400)) / packed.length / 2),
      )
    }
  })

  it.each([
    ['gzip', gzipSync(jsonExport())],
    ['zstd', zstdCompressSync(Buffer.from(jsonExport()), CHECKED)],
    ['zip', zipOf({ 'a.json': jsonExport(), 'b.json': lines(0, 3) })],
  ])('%s that is cut or flipped anywhere is read, told or refused', async (_name, packed) => {
    const whole = await importBytes(packed)
    for (let at = 0; at < packed.length; at += 7) {
      const flipped = Buffer.from(packed)
      flipped[at] = (flipped[at] ?? 0) ^ 0x55
      for (const broken of [packed.subarray(0, at), flipped]) {
        const { records, threads } = await importBytes(broken).catch(noneOf)
        const isTold = records.some(
          ({ status, rejected, notes }) => status === 'failed' || rejected + notes.length > 0,
        )
        const isSame = contentOf(threads) === contentOf(whole.threads)
        expect(records.length === 0 || isTold || isSame, `byte ${at}`).toBe(true)
      }
    }
  })

  it.each([
    ['bzip2', Buffer.from('BZh91AY&SYxxxx'), /UNSUPPORTED export is bzip2.*not opened/],
    ['xz', Buffer.from('fd377a585a0000', 'hex'), /is xz/],
    ['lz4', Buffer.from('04224d1864', 'hex'), /is lz4/],
    ['7z', Buffer.from('377abcaf271c0004', 'hex'), /a 7z archive/],
    ['RAR', Buffer.from('Rar!\u001A\u0007\u0001\0'), /a RAR archive/],
    ['tar', tar('a.json', jsonExport()), /a tar archive/],
    ['tar.gz', gzipSync(tar('a.json', jsonExport())), /a tar archive/],
    ['zstd of an old form', Buffer.from('25b52ffd00', 'hex'), /zstd of an old form/],
    ['zstd with a dictionary', dictionaryFrame, /zstd dictionary 7/],
    ['gzip of nothing', gzipSync(''), /holds nothing/],
    [
      'gzip in itself too often',
      gzipSync(gzipSync(gzipSync(gzipSync(gzipSync('{}'))))),
      /times over/,
    ],
    ['nothing', '', /is empty/],
  ])('%s is refused by name', async (_name, bytes, told) => {
    expect(await refusal(bytes)).toMatch(told)
  })

  it('zip with several logs gives a record for each, in its order', async () => {
    const { records } = await importBytes(
      zipOf({
        'd.json': jsonExport(),
        'c.txt': textExport(),
        'b.rtf': asRtf(textExport()),
        'a.jsonl': openaiRows(),
      }),
    )
    expect(records.map(({ format, status }) => [format, status])).toEqual([
      ['hitcraft-json', 'done'],
      ['hitcraft-text', 'done'],
      ['hitcraft-rtf', 'done'],
      ['openai-messages', 'done'],
    ])
  })
})

function gz(text: string): Buffer {
  return gzipSync(text)
}

/** What an import gives that was refused. */
function noneOf(error: unknown): Awaited<ReturnType<typeof importBytes>> {
  if (!isHitCraftError(error)) throw error
  return { records: [], threads: [], rejects: [] }
}

function tar(name: string, content: string): Buffer {
  const head = Buffer.alloc(512)
  head.write(name)
  head.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124)
  head.write('ustar\0', 257)
  return Buffer.concat([head, Buffer.from(content), Buffer.alloc(1024)])
}
