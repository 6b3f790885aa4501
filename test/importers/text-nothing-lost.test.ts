import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../src/analysis/topics/seeded-random.ts'
import { canonicalJson } from '../../src/domain/values/canonical-json.ts'
import type { ImportBatch } from '../../src/importers/importer.ts'
import { IMPORTERS } from '../../src/importers/registry.ts'
import { contentOf, readBytes, sourceOf } from './import-bytes.ts'
import { exportText, someThreads, timeOf } from './text-export.ts'

const RUNS = process.env['TEST_LONG'] === '1' ? 2000 : 150
/** What an export says by its form: it is understood, or checked, and need not be kept. */
const FORM =
  /^\s*(?:=+ (?:END )?THREAD.*|ThreadId: \w+|Status: active|Messages: \d+|Date Range: .* to .*|-+ MESSAGES -+|\[\d+\] Role: \w+ \| Time: .*|UserId: \w+|Content Items: \d+|Content #\d+ \(\w+\):?|\[\w+ content\])\s*$/

/** Lines of an export taken out, doubled, moved, joined, or put between others. */
function disturbed(text: string, random: () => number): string {
  const lines = text.split('\n')
  const any = () => Math.floor(random() * lines.length)
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const at = any()
    const kind = Math.floor(random() * 6)
    if (kind === 0) lines.splice(at, 1)
    else if (kind === 1) lines.splice(at, 0, lines[at] ?? '')
    else if (kind === 2) lines.splice(any(), 0, lines[at] ?? '')
    else if (kind === 3) lines.splice(at, 2, `${lines[at] ?? ''}${lines[at + 1] ?? ''}`)
    else if (kind === 4) lines.splice(at, 0, `stray words ${times}`)
    else lines[at] = (lines[at] ?? '').replace(/["=:|[\]]/, '')
  }
  return lines.join('\n')
}

describe('an export whose lines are disturbed', () => {
  it('has each line in a message, an attribute, a kept value, a reject or a note', async () => {
    const random = seededRandom(11)
    for (let run = 0; run < RUNS; run++) {
      const text = disturbed(exportText(someThreads(run + 1, 2)), random)
      const { threads, rejects, notes } = await readBytes('hitcraft-text', text)
      const kept = canonicalJson(threads)
      const told = Buffer.alloc(Buffer.byteLength(text) + 1)
      for (const { offset, length } of rejects) told.fill(1, offset, offset + length)
      const isOutsideTold = notes.some((note) => note.startsWith('characters outside of threads'))
      let offset = 0
      for (const line of text.split('\n')) {
        const words = line.trim().replace(/^"/, '').replace(/"$/, '')
        const isKept =
          words === '' ||
          FORM.test(line) ||
          told[offset] === 1 ||
          isOutsideTold ||
          holds(kept, words) ||
          piecesOf(words).every((piece) => FORM.test(piece) || holds(kept, piece))
        expect(isKept, `run ${run}: ${line}`).toBe(true)
        offset += Buffer.byteLength(line) + 1
      }
    }
  })
})

/** A line that was joined of two, as the two. */
function piecesOf(line: string): string[] {
  const pieces = line.split(
    /(?=\[\d+\] Role|Status:|Messages:|Date Range:|UserId:|Content Items:|Content #|(?<!=)=+ THREAD|(?<!=)=+ END)/,
  )
  return pieces.map((piece) => piece.replace(/^\s*"|"\s*$/g, ''))
}

/** Whether the words stand in what was kept, whole or as the value of a name. */
function holds(kept: string, words: string): boolean {
  const has = (text: string) => kept.includes(JSON.stringify(text.trim()).slice(1, -1))
  const colon = words.indexOf(':')
  return has(words) || (colon > 0 && has(words.slice(colon + 1)))
}

it('a role that no chat has is kept and told', async () => {
  const said = { time: timeOf(1), items: [['text', 'x']] } as const
  const messages = ['Assistant (beta)', 'USER '].map((role) => Object.assign({ role }, said))
  const { threads, notes } = await readBytes(
    'hitcraft-text',
    exportText([{ id: 'a'.repeat(24), title: 'A', messages }]),
  )
  expect(threads[0]?.messages.map(({ role }) => role)).toEqual(['Assistant (beta)', 'user'])
  expect(notes).toEqual(['messages of a role that no chat has, kept as written: 1'])
})

describe('one thread of many megabytes', () => {
  const words = 'the kick is too loud '.repeat(90)
  const text = exportText([
    {
      id: 'a'.repeat(24),
      title: 'Long',
      messages: Array.from({ length: 2400 }, (_, at) => ({
        role: 'user',
        time: at % 7 === 0 ? 'undefined' : timeOf(at % 600),
        items: [['text', at % 5 === 0 ? 'again' : `${at} ${words}`]],
      })),
    },
  ])

  it('comes in pieces, whatever the chunks, and goes on from any of them', async () => {
    const whole = await readBytes('hitcraft-text', text)
    const other = await readBytes('hitcraft-text', text, [100_003, 7, 65_536])
    expect(contentOf(other.threads)).toBe(contentOf(whole.threads))
    expect(whole.threads[0]?.messages).toHaveLength(2400)
    expect(whole.notes).toEqual(other.notes)

    const importer = await IMPORTERS['hitcraft-text']()
    const source = sourceOf(Buffer.from(text))
    const asOf = await importer.newestMessageAt(source, {})
    const batches: ImportBatch[] = []
    for await (const batch of importer.read(source, asOf === undefined ? {} : { asOf }))
      batches.push(batch)
    expect(batches.length).toBeGreaterThan(1)
    for (const [at, { resume }] of batches.slice(0, -1).entries()) {
      const rest: ImportBatch[] = []
      for await (const batch of importer.read(source, {
        ...(asOf === undefined ? {} : { asOf }),
        resume,
      })) {
        rest.push(batch)
      }
      const messages = (list: readonly ImportBatch[]) =>
        list.reduce((sum, batch) => sum + batch.messages, 0)
      expect(messages(rest), `after batch ${at}`).toBe(messages(batches.slice(at + 1)))
      const pieces = (list: readonly ImportBatch[]) =>
        canonicalJson(list.flatMap(({ threads }) => threads.map(({ contentHash }) => contentHash)))
      expect(pieces(rest), `after batch ${at}`).toBe(pieces(batches.slice(at + 1)))
      expect(rest.at(-1)?.notes).toEqual(whole.notes)
    }
  })
})
