import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportRecord } from '../../src/domain/import-record.ts'
import { HitCraftError, isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { importFile } from '../../src/importers/import-file.ts'
import type { ImportFileOptions } from '../../src/importers/import-options.ts'
import { spoolInput } from '../../src/importers/spool-input.ts'
import { openScratchFile } from '../../src/importers/source/scratch-file.ts'
import type { ChatStore } from '../../src/storage/chat-store.ts'
import { openChatStore } from '../../src/storage/open-chat-store.ts'
import { jsonExport } from './exports.ts'
import { zipOf } from './pack.ts'

const LINE = (n: number) =>
  `${JSON.stringify({ _id: `m${n}`, threadId: `t${n}`, role: 'user', content: 'x'.repeat(2000) })}\n`

let folder: string
let store: ChatStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inputs-'))
  store = await openChatStore({ kind: 'memory' })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

function load(path: string, options: Partial<ImportFileOptions> = {}) {
  const input = { path: join(folder, path), name: path }
  return importFile(store, input, {
    rejectsFolder: join(folder, 'results'),
    tempFolder: join(folder, 'temp'),
    ...options,
  })
}

async function refusal(path: string): Promise<string> {
  try {
    await load(path)
    return 'read'
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return `${error.code} ${error.message}`
  }
}

describe('a path that is no file', () => {
  it.each<[string, (path: string) => void, RegExp]>([
    ['nothing', () => undefined, /^NOT_FOUND there is no file it/],
    ['a folder', (path) => mkdirSync(path), /^INVALID_INPUT it is a folder/],
    ['a pipe', (path) => execFileSync('mkfifo', [path]), /^INVALID_INPUT it is a pipe or a device/],
    [
      'a device',
      (path) => symlinkSync('/dev/zero', path),
      /^INVALID_INPUT it is a pipe or a device/,
    ],
    [
      'a link to itself',
      (path) => symlinkSync(path, path),
      /^INVALID_INPUT it is a link that leads/,
    ],
  ])('%s is a typed error, and the record says so', async (_name, make, told) => {
    make(join(folder, 'it'))
    expect(await refusal('it')).toMatch(told)
    const records = await store.listRecords('import')
    expect(
      records.map(({ status, error }) => [status, `${error?.code} ${error?.message}`]),
    ).toEqual([['failed', expect.stringMatching(told)]])
  })
})

describe('a file that is written to while it is read', () => {
  /** Imports a file and changes it once its threads are being read. */
  async function changed(change: (path: string) => void): Promise<ImportRecord | undefined> {
    const path = join(folder, 'log')
    writeFileSync(path, Array.from({ length: 2000 }, (_, n) => LINE(n)).join(''))
    let isChanged = false
    const [record] = await load('log', {
      onProgress: ({ bytesRead, bytesTotal }) => {
        if (isChanged || bytesRead < bytesTotal / 2) return
        isChanged = true
        change(path)
      },
    })
    return record
  }

  it('and grows is read as it was, and says so', async () => {
    const record = await changed((path) => appendFileSync(path, LINE(5000)))
    expect(record).toMatchObject({ status: 'done', messages: 2000, rejected: 0 })
    expect(record?.notes.join()).toMatch(/grew while it was read/)
    expect(await load('log')).toMatchObject([{ status: 'done', added: 1, unchanged: 2000 }])
  })

  it('and is overwritten is told, and never gone on with', async () => {
    const record = await changed((path) => {
      writeFileSync(path, Array.from({ length: 2000 }, (_, n) => LINE(n + 7)).join(''))
      utimesSync(path, 1, 1)
    })
    expect(record?.status).toBe('done')
    // The line where the two contents meet may be one as well.
    expect(record?.rejected).toBeGreaterThan(0)
    expect(record?.fileHash).toBe(undefined)
  })

  it('and is cut is a failure that keeps what was stored', async () => {
    await expect(changed((path) => truncateSync(path, 600_000))).rejects.toThrow(/was cut while/)
    const [record] = await store.listRecords('import')
    expect(record).toMatchObject({ status: 'failed', error: { code: 'INVALID_INPUT' } })
    expect(record?.added).toBe(await store.countThreads({}))
  })
})

describe('a stream', () => {
  const temp = () => join(folder, 'temp')

  it('is put into a file that has no name, for its reader alone', async () => {
    const input = await spoolInput(Readable.from([Buffer.from(jsonExport())]), '-', temp())
    expect(readdirSync(temp())).toEqual([])
    expect(((await input.handle?.stat())?.mode ?? 0) & 0o777).toBe(0o600)
    const options = { rejectsFolder: folder, tempFolder: temp() }
    const [record] = await importFile(store, input, options)
    expect(record).toMatchObject({ file: '-', status: 'done', added: 2 })
    expect(readdirSync(temp())).toEqual([])
  })

  it.each([
    ['before its first byte', undefined],
    ['after some bytes', 'some'],
  ])('that is stopped %s was interrupted, and leaves nothing', async (_name, first) => {
    const stream = new PassThrough()
    const abort = new AbortController()
    const spooled = spoolInput(stream, '-', temp(), abort.signal)
    if (first !== undefined) stream.write(first)
    abort.abort(new HitCraftError('INTERRUPTED', 'as the test wants it'))
    await expect(spooled).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(readdirSync(temp())).toEqual([])
  })

  it('that ends because its writer was stopped as well was interrupted, not empty', async () => {
    const stream = new PassThrough()
    const abort = new AbortController()
    const spooled = spoolInput(stream, '-', temp(), abort.signal)
    stream.end()
    abort.abort(new HitCraftError('INTERRUPTED', 'as the test wants it'))
    await expect(spooled).rejects.toMatchObject({ code: 'INTERRUPTED' })
  })

  it('clears away what earlier versions left, and nothing else', async () => {
    mkdirSync(temp())
    for (const name of ['input-0123456789abcdef', 'input-fedcba9876543210', 'input-mine', 'x']) {
      writeFileSync(join(temp(), name), 'words')
    }
    utimesSync(join(temp(), 'input-0123456789abcdef'), 1, 1)
    utimesSync(join(temp(), 'input-mine'), 1, 1)
    await (await spoolInput(Readable.from([]), '-', temp())).handle?.close()
    expect(readdirSync(temp()).sort()).toEqual(['input-fedcba9876543210', 'input-mine', 'x'])
  })

  it('is refused with the setting when there is no place for it', async () => {
    writeFileSync(temp(), 'a file')
    const error = await openScratchFile(temp()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining('TEMP_FOLDER') as string,
    })
  })
})

describe('what an import writes beside the store', () => {
  it('is its owner’s alone, and nothing of what was unpacked stays', async () => {
    writeFileSync(
      join(folder, 'in.zip'),
      zipOf({ 'in.zip': zipOf({ 'a.json': `${jsonExport()}\n{"cut` }) }),
    )
    const [record] = await load('in.zip')
    expect(record).toMatchObject({ status: 'done', rejected: 1 })
    expect(readdirSync(join(folder, 'temp'))).toEqual([])
    expect(statSync(record?.rejectsFile ?? '').mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'results')).mode & 0o777).toBe(0o700)
  })
})
