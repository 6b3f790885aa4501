import { Readable } from 'node:stream'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { spoolInput } from '../../src/importers/spool-input.ts'
import { asRtf, jsonExport, openaiRows, textExport } from './exports.ts'
import { contentOf, importBytes } from './import-bytes.ts'

/** A zip with members that are deflated. */
function zipOf(members: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(members)) {
    const packed = deflateRawSync(text)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc32(text), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(Buffer.byteLength(text), 18)
    fields.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    const version = Buffer.from([20, 0])
    central.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002'), version, fields, tail, Buffer.from(name)]),
    )
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(locals.length, 4)
  end.writeUInt16LE(locals.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}

describe('a container', () => {
  it.each([
    ['gzip', gzipSync(jsonExport())],
    [
      'gzip of two members',
      Buffer.concat([gzipSync(jsonExport().slice(0, 200)), gzipSync(jsonExport().slice(200))]),
    ],
    ['zstd', zstdCompressSync(Buffer.from(jsonExport()))],
    ['zip', zipOf({ 'a/export.json': jsonExport() })],
  ])('%s is read like what is in it', async (_name, packed) => {
    const plain = await importBytes(jsonExport())
    expect(contentOf((await importBytes(packed)).threads)).toBe(contentOf(plain.threads))
  })

  it('zip with several logs gives a record for each', async () => {
    const { records } = await importBytes(
      zipOf({
        'a.json': jsonExport(),
        'b.txt': textExport(),
        'c.rtf': asRtf(textExport()),
        'd.jsonl': openaiRows(),
      }),
    )
    expect(records.map(({ format }) => format)).toEqual([
      'hitcraft-json',
      'hitcraft-text',
      'hitcraft-rtf',
      'openai-messages',
    ])
    expect(records.every(({ status }) => status === 'done')).toBe(true)
  })

  it.each([
    ['gzip', gzipSync(jsonExport())],
    ['zstd', zstdCompressSync(Buffer.from(jsonExport()))],
    ['zip', zipOf({ 'a.json': jsonExport() })],
  ])('%s that is cut or flipped is a typed error or read', async (_name, packed) => {
    const statuses = new Set(['done'])
    for (let at = 5; at < packed.length; at += 13) {
      const flipped = Buffer.from(packed)
      flipped[at] = (flipped[at] ?? 0) ^ 0x55
      for (const broken of [packed.subarray(0, at), flipped]) {
        try {
          const { records } = await importBytes(broken)
          statuses.add(records[0]?.status ?? '')
        } catch (error) {
          if (!isHitCraftError(error)) throw error
        }
      }
    }
    expect([...statuses]).toEqual(['done'])
  })
})

describe('a stream', () => {
  it('is put into a file as it comes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spool-'))
    const { path, name } = await spoolInput(
      Readable.from([Buffer.from('ab'), Buffer.from('c')]),
      '-',
      folder,
    )
    expect([name, readFileSync(path, 'utf8'), readdirSync(folder).length]).toEqual(['-', 'abc', 1])
    rmSync(folder, { recursive: true })
  })
})
