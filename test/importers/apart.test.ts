import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentBytes } from '../../src/domain/thread/content-bytes.ts'
import { formOf } from '../../src/domain/thread/message.ts'
import { canonicalJson, hashOf } from '../../src/domain/values/canonical-json.ts'
import { Clock } from '../../src/domain/values/time.ts'
import { ReaderThread } from '../../src/importers/apart/reader-thread.ts'
import { importFile } from '../../src/importers/import-file.ts'
import type {
  ByteSource,
  FormatName,
  ImportBatch,
  Importer,
  ImportOptions,
} from '../../src/importers/importer.ts'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { openMemoryStore } from '../../src/storage/memory/memory-chat-store.ts'
import { expectCode } from '../conformance/check.ts'
import { textExport } from './exports.ts'
import { sourceOf } from './import-bytes.ts'

const AT = '2026-06-01T00:00:00.000Z'

/** Lines of a collection, some broken, with what clones might lose: `__proto__`, half a pair, a deep value. */
function collection(lines: number): string {
  const odd = `{"__proto__":{"a":1},"b":"\\ud800","n":12345678901234567890,"d":${'['.repeat(900)}${']'.repeat(900)}}`
  return Array.from({ length: lines }, (_, n) => {
    if (n % 97 === 5) return '{"broken'
    const time =
      n % 31 === 0
        ? '"1970-01-01T00:00:00Z"'
        : `"2025-03-10T10:${String(n % 60).padStart(2, '0')}:00Z"`
    const extra = n % 11 === 0 ? `,"odd":${odd}` : ''
    return `{"_id":"m${n}","threadId":"t${n % 50}","role":"user","createdAt":${time},"content":[{"type":"text","text":"שיר ${n} ${'x'.repeat(2000)}"}]${extra}}`
  }).join('\n')
}

const requests = Array.from({ length: 300 }, (_, n) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `question ${n}` },
      { role: 'assistant', content: `answer ${n}` },
    ],
  }),
).join('\n')

const LOGS: Readonly<Record<FormatName, string>> = {
  'hitcraft-json': collection(4000),
  'hitcraft-text': textExport(),
  'hitcraft-rtf': '{\\rtf1\\ansi nothing that is known}',
  'openai-messages': requests,
}

type Reader = Pick<Importer, 'newestMessageAt' | 'read'>

async function readAll(reader: Reader, source: ByteSource, resume?: ImportOptions['resume']) {
  const clock = new Clock(AT)
  const offsets: number[] = []
  const options = { clock, onBytes: (offset: number) => void offsets.push(offset) }
  const asOf = await reader.newestMessageAt(source, options)
  const batches: ImportBatch[] = []
  const more = {
    ...(asOf === undefined ? {} : { asOf }),
    ...(resume === undefined ? {} : { resume }),
  }
  for await (const batch of reader.read(source, { ...options, ...more })) batches.push(batch)
  return { asOf, batches, notes: clock.notes(), last: offsets.at(-1) }
}

describe('a log that is read in a thread of its own', () => {
  for (const [format, log] of Object.entries(LOGS) as [FormatName, string][]) {
    it(`gives of ${format} the batches that it gives in place`, async () => {
      const importer = await IMPORTERS[format]()
      const source = sourceOf(Buffer.from(log), [100_000, 1, 77_777])
      const apart = new ReaderThread(importer)
      try {
        const there = await readAll(apart, source)
        const here = await readAll(importer, source)
        expect(canonicalJson(there)).toBe(canonicalJson(here))
        const resume = here.batches[0]?.resume
        expect(canonicalJson(await readAll(apart, source, resume))).toBe(
          canonicalJson(await readAll(importer, source, resume)),
        )
        for (const { messages, contentHash } of there.batches.flatMap(({ threads }) => threads)) {
          const { hash, bytes } = contentBytes(messages)
          expect([hash, bytes.toString()]).toEqual([
            contentHash,
            canonicalJson(messages.map(formOf)),
          ])
          expect(hashOf(messages.map(formOf))).toBe(contentHash)
        }
      } finally {
        await apart.close()
      }
    })
  }

  it('throws what reading the bytes throws, and what the signal says', async () => {
    const importer = await IMPORTERS['hitcraft-json']()
    const broken: ByteSource = {
      name: 'broken',
      async *read() {
        yield Buffer.from(collection(500))
        throw new TypeError('the disk went away')
      },
    }
    const apart = new ReaderThread(importer)
    await expect(readAll(apart, broken)).rejects.toThrow('the disk went away')
    await apart.close()
    const stopped = new ReaderThread(importer)
    const signal = AbortSignal.abort(new Error('stopped by its owner'))
    const batches = stopped.read(sourceOf(Buffer.from(requests)), { signal })
    await expect(batches.next()).rejects.toThrow('stopped by its owner')
    await stopped.close()
  })

  it('keeps the code of an error, and says so when it is ended', async () => {
    const rtf = await IMPORTERS['hitcraft-rtf']()
    const apart = new ReaderThread({ ...rtf, format: 'no-such-format' as FormatName })
    const unknown = apart.read(sourceOf(Buffer.from('x')), {})
    await expect(unknown.next()).rejects.toThrow('not a function')
    const waiting = apart.read({ name: 'none', read: () => never() }, {})
    const refused = expectCode('INTERNAL', () => waiting.next())
    await apart.close()
    await refused
  })

  it('is how a long log is imported, with the same record', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hitcraft-apart-'))
    const store = await openMemoryStore()
    try {
      const path = join(folder, 'long.json')
      writeFileSync(path, collection(9000))
      const options = { rejectsFolder: folder, tempFolder: folder }
      const [record] = await importFile(store, { path, name: 'long.json' }, options)
      expect(record).toMatchObject({ status: 'done', added: 50, rejected: 93 })
      expect(record?.notes.join()).toContain('broken clock')
    } finally {
      await store.close()
      rmSync(folder, { recursive: true })
    }
  })
})

async function* never(): AsyncGenerator<Uint8Array> {
  yield randomBytes(1)
  await new Promise(() => undefined)
}
