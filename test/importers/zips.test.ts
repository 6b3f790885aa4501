import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import { importBytes } from './import-bytes.ts'
import { jsonExport, textExport } from './exports.ts'
import { packZip, zipOf } from './pack.ts'
import type { Packing } from './pack.ts'

/** A log of one thread with one message. */
function log(id: string): string {
  return JSON.stringify({ _id: `m-${id}`, threadId: id, role: 'user', content: `words of ${id}` })
}

async function read(zip: Uint8Array, name = 'all.zip') {
  const result = await importBytes(zip, { name })
  return {
    ...result,
    ids: result.threads.map(({ id }) => id),
    done: result.records.filter(({ status }) => status === 'done').map(({ file }) => file),
    failed: result.records.flatMap(({ error }) => (error === undefined ? [] : [error.message])),
    notes: result.records.flatMap(({ notes }) => notes),
    reasons: result.rejects.map(({ reason }) => reason),
  }
}

async function refusal(zip: Uint8Array): Promise<string> {
  try {
    await importBytes(zip, { name: 'all.zip' })
    return 'read'
  } catch (error) {
    if (!isHitCraftError(error)) throw error
    return `${error.code} ${error.message} ${error.remedy ?? ''}`
  }
}

const one = (name: string, id: string, odd: Partial<Packing> = {}): Packing => ({
  name,
  content: log(id),
  ...odd,
})

describe('a zip', () => {
  it('is read by its entries: two of one name are two, and folders keep members apart', async () => {
    const { ids, done } = await read(
      packZip([one('a.json', 'A'), one('a.json', 'B'), one('x/a.json', 'C'), one('y/a.json', 'D')]),
    )
    expect(ids).toEqual(['A', 'B', 'C', 'D'])
    expect(done).toEqual([
      'all.zip/a.json',
      'all.zip/a.json',
      'all.zip/x/a.json',
      'all.zip/y/a.json',
    ])
  })

  it.each<[string, Uint8Array]>([
    ['stored', packZip([one('a.json', 'A', { method: 0 })])],
    [
      'packed with zstd',
      packZip([
        { name: 'a.json', content: zstdCompressSync(Buffer.from(log('A'))), method: 93, crc: 0 },
      ]),
    ],
    [
      'streamed',
      packZip([one('a.json', 'A', { isStreamed: true }), one('b.json', 'B', { isStreamed: true })]),
    ],
    ['streamed and stored', packZip([one('a.json', 'A', { isStreamed: true, method: 0 })])],
    ['zip64', packZip([one('a.json', 'A', { isZip64: true })])],
    ['behind a program', packZip([one('a.json', 'A')], { prefix: Buffer.alloc(70_000, 'MZ') })],
    ['with a comment', packZip([one('a.json', 'A')], { comment: 'PK\u0005\u0006 made by hand' })],
    ['padded', Buffer.concat([packZip([one('a.json', 'A')]), Buffer.alloc(5000)])],
    ['of another zip', zipOf({ 'in.zip': packZip([one('a.json', 'A')]) })],
  ])('%s is read', async (name, zip) => {
    const { ids, records } = await read(zip)
    expect(ids).toContain('A')
    const isOdd = name === 'packed with zstd'
    expect(records.every(({ rejected }) => isOdd || rejected === 0)).toBe(true)
  })

  it('passes over what is no log, by name and count, and reads the others', async () => {
    const { ids, notes, failed, records } = await read(
      zipOf({
        'README.txt': 'Please find the export attached.',
        '__MACOSX/._a.json': '\0\u0005\u0016\u0007',
        '.DS_Store': '\0\0\0\u0001Bud1',
        'logs/': '',
        'logs/a.json': log('A'),
        'users.json': '[{"id":1,"name":"x"}]',
        'cover.png': '\u0089PNG\r\n\u001A\n\0\0\0\rIHDR',
        'empty.json': '',
        'nothing.gz': gzipSync(''),
        'b.txt': textExport(),
      }),
    )
    expect(ids).toContain('A')
    expect(ids).toHaveLength(3)
    expect(failed).toEqual([])
    expect(records.map(({ rejected }) => rejected)).toEqual([0, 0])
    const told = notes.find((note) => note.startsWith('7 members are no log'))
    for (const name of [
      'README.txt',
      '.DS_Store',
      'users.json',
      'cover.png',
      'empty.json',
      'nothing.gz',
    ]) {
      expect(told).toContain(`all.zip/${name}`)
    }
  })

  it('goes by what a member is, whatever its name says', async () => {
    const { failed, notes } = await read(
      zipOf({
        'a.json': log('A'),
        'it looks like a chat, which is not supported yet.txt': 'Please find it attached.',
        'looks like a table.json': '[{"mapping": {}, "current_node": "1"}]',
        'table.csv': 'a,b\n1,2\n3,4\n',
      }),
    )
    expect(failed).toEqual([expect.stringContaining('looks like a ChatGPT export')])
    const told = notes.find((note) => note.startsWith('2 members are no log'))
    expect(told).toContain('yet.txt (plain text without thread banners)')
    expect(told).toContain('table.csv (a table (CSV), which is not supported yet)')
  })

  const bad: readonly (readonly [string, Partial<Packing>, RegExp])[] = [
    ['protected', { flags: 1 }, /bad\.json is protected by a password/],
    ['strongly protected', { flags: 0x41 }, /bad\.json is protected by a password/],
    ['of AES', { method: 99 }, /bad\.json is protected by a password/],
    ['of deflate64', { method: 9 }, /bad\.json is packed with deflate64, which is not opened/],
    ['of LZMA', { method: 14 }, /packed with LZMA/],
    ['of bzip2', { method: 12 }, /packed with bzip2/],
    ['of a new method', { method: 777 }, /packed with the method 777/],
    [
      'tar',
      { content: Buffer.concat([Buffer.alloc(257), Buffer.from('ustar\0'), Buffer.alloc(800)]) },
      /is a tar archive/,
    ],
    ['7z', { content: Buffer.from('377abcaf271c0004', 'hex') }, /is a 7z archive/],
    [
      'no zip inside',
      { content: 'PK\u0003\u0004 but no more' },
      /bad\.json is no zip that can be read/,
    ],
    ['too large for its place', { packedSize: 5000 }, /reaches into the member behind it/],
    [
      'a gzip that is broken at once',
      { content: gzipSync(log('X')).fill(0xff, 10) },
      /bad\.json is damaged/,
    ],
  ]
  it.each(bad)(
    'tells a member that is %s, and reads those before and behind it',
    async (_name, odd, told) => {
      const { ids, failed, records } = await read(
        packZip([one('a.json', 'A'), one('bad.json', 'X', odd), one('c.json', 'C')]),
      )
      expect(ids).toEqual(['A', 'C'])
      expect(failed).toHaveLength(1)
      expect(failed[0]).toMatch(told)
      expect(records.map(({ status }) => status)).toEqual(['done', 'done', 'failed'])
    },
  )

  it('keeps what a damaged member gave, and tells the rest', async () => {
    const content = Array.from({ length: 50 }, (_, n) => log(`t${n}`)).join('\n')
    const { ids, reasons, records } = await read(
      packZip([{ name: 'a.json', content, crc: 1 }, one('b.json', 'B')]),
    )
    expect(ids).toHaveLength(51)
    expect(reasons).toEqual(['it does not fit its checksum'])
    expect(records.map(({ rejected }) => rejected)).toEqual([1, 0])
  })

  it.each<[string, Uint8Array, RegExp]>([
    [
      'bytes behind its end',
      Buffer.concat([packZip([one('a.json', 'A')]), Buffer.from('more')]),
      /4 bytes stand behind the end of the zip/,
    ],
    [
      'a member its directory does not list',
      packZip([one('h.json', 'H', { isUnlisted: true }), one('a.json', 'A')]),
      /holds h\.json at its byte 0, which its directory does not list/,
    ],
    [
      'the same in the middle',
      packZip([one('a.json', 'A'), one('h.json', 'H', { isUnlisted: true }), one('b.json', 'B')]),
      /holds h\.json/,
    ],
    [
      'the same at the end',
      packZip([one('a.json', 'A'), one('h.json', 'H', { isUnlisted: true })]),
      /holds h\.json/,
    ],
    [
      'two names of one member',
      packZip([one('a.json', 'A', { localName: 'z.json' })]),
      /a\.json in its directory and z\.json before its bytes/,
    ],
  ])('tells %s', async (_name, zip, told) => {
    const { ids, reasons } = await read(zip)
    expect(ids).toContain('A')
    expect(ids).not.toContain('H')
    expect(reasons.join()).toMatch(told)
  })

  it('that is cut anywhere gives the members that are whole', async () => {
    for (const isStreamed of [false, true]) {
      const zip = packZip(
        Array.from({ length: 9 }, (_, n) => one(`${n}.json`, `t${n}`, { isStreamed })),
      )
      const size = zip.indexOf('PK\u0001\u0002') / 9
      for (let end = Math.ceil(size) + 4; end < zip.length; end += 29) {
        const { ids, reasons, failed } = await read(zip.subarray(0, end))
        const whole = Math.min(9, Math.floor((end - 24) / size))
        expect(ids.length, `cut at ${end}`).toBeGreaterThanOrEqual(whole)
        expect([...reasons, ...failed].join()).toMatch(/cut off or damaged/)
      }
    }
  })

  it('behind another one is read with it', async () => {
    const { ids } = await read(
      Buffer.concat([packZip([one('a.json', 'A')]), packZip([one('b.json', 'B')])]),
    )
    expect(ids).toEqual(['A', 'B'])
  })

  it.each<[string, string | Buffer, string]>([
    ['backslashes', 'day1\\a.json', 'day1/a.json'],
    ['an absolute path', '/etc/passwd', 'etc/passwd'],
    ['a way up', '../../a.json', '../../a.json'],
    ['escapes', 'a\u001B[31m\u202Eb.json', 'a[31mb.json'],
    ['UTF-8 without the flag', Buffer.from('שיר.json'), 'שיר.json'],
    ['code page 437', Buffer.from([0x84, 0x2e, 0x6a]), 'ä.j'],
    ['no name', '', 'unnamed'],
  ])('calls a member with %s by a name that can be shown', async (_name, name, shown) => {
    const { done } = await read(packZip([{ name, content: log('A') }]))
    expect(done).toEqual([`all.zip/${shown}`])
  })

  it.each<[string, Uint8Array, RegExp]>([
    [
      'an Excel workbook',
      zipOf({ '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' }),
      /UNKNOWN_FORMAT all\.zip looks like an Excel workbook/,
    ],
    [
      'a Word document',
      zipOf({ '[Content_Types].xml': '<x/>', 'word/document.xml': '<x/>' }),
      /a Word document/,
    ],
    [
      'an OpenDocument',
      zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }),
      /an OpenDocument/,
    ],
    ['a JAR', zipOf({ 'META-INF/MANIFEST.MF': 'x', 'A.class': 'x' }), /a Java archive/],
    ['a zip of no file', packZip([]), /INVALID_INPUT all\.zip holds no file/],
    [
      'a zip of no log',
      zipOf({ 'a.txt': 'hello', 'b.png': '\u0089PNG\r\n\u001A\n\0' }),
      /UNKNOWN_FORMAT all\.zip holds no log .*a\.txt \(.*b\.png \(/,
    ],
    [
      'one protected member',
      packZip([one('a.json', 'A', { flags: 1 })]),
      /INVALID_INPUT .*a\.json is protected by a password .*password/,
    ],
    [
      'a part of a split zip',
      Buffer.concat([Buffer.from('PK\u0007\u0008'), Buffer.alloc(400)]),
      /one part of a zip that was split/,
    ],
    [
      'what only begins like a zip',
      Buffer.from('PK\u0003\u0004 no more'),
      /no zip that can be read/,
    ],
  ])('that is %s is refused by name', async (_name, zip, told) => {
    expect(await refusal(zip)).toMatch(told)
  })

  it('opens zips in zips to a depth, and no further', async () => {
    let zip = zipOf({ 'a.json': log('A') })
    for (let depth = 2; depth <= 4; depth++)
      zip = zipOf({ 'in.zip': zip, [`${depth}.json`]: log(`${depth}`) })
    expect((await read(zip)).ids).toEqual(['2', '3', '4', 'A'])
    const { ids, failed } = await read(zipOf({ 'in.zip': zip, '5.json': log('5') }))
    expect(ids).toEqual(['2', '3', '4', '5'])
    expect(failed.join()).toMatch(/more than 4 times over/)
  })

  it('reads no member whose bytes are those of others', async () => {
    const inner = packZip([one('in.json', 'I', { method: 0 })])
    const members = Array.from({ length: 5 }, (_, n) =>
      one(`${n}.json`, `t${n}`, { method: 0, packedSize: 4000 }),
    )
    const { ids, failed } = await read(
      packZip([...members, { name: 'last.json', content: jsonExport(), method: 0 }]),
    )
    expect(ids).not.toContain('t0')
    expect(failed).toHaveLength(5)
    expect(inner.length).toBeGreaterThan(0)
  })
})
