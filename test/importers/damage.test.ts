import { describe, expect, it } from 'vitest'
import { isHitCraftError } from '../../src/errors/hitcraft-error.ts'
import type { FormatName } from '../../src/importers/importer.ts'
import { allTexts, contentOf, readBytes } from './import-bytes.ts'
import { seededRandom } from '../../src/analysis/topics/seeded-random.ts'
import { asRtf, jsonExport, openaiRows, textExport } from './exports.ts'

const RUNS = process.env['TEST_LONG'] === '1' ? 3000 : 150
const FILES: readonly (readonly [FormatName, string])[] = [
  ['hitcraft-text', textExport()],
  ['hitcraft-rtf', asRtf(textExport())],
  ['hitcraft-json', jsonExport()],
  ['openai-messages', openaiRows()],
]

/** The texts of the whole file and whatever else decoding may make of broken bytes. */
function occursIn(content: Buffer, text: string): boolean {
  const plain = text.replaceAll('\r', '')
  const forms = [content.toString('utf8'), new TextDecoder('windows-1252').decode(content)]
  return forms.some((form) => form.replaceAll('\r', '').includes(plain))
}

describe.each(FILES)('%s that is damaged', (format, content) => {
  const bytes = Buffer.from(content)

  it('is read the same in chunks of any size', async () => {
    const whole = await readBytes(format, bytes)
    expect(whole.threads.length).toBeGreaterThan(1)
    expect(whole.rejects).toEqual([])
    for (const sizes of [[1], [7], [2, 5, 1, 40], [97]]) {
      const read = await readBytes(format, bytes, sizes)
      expect(contentOf(read.threads)).toBe(contentOf(whole.threads))
      expect(read.rejects).toEqual([])
      expect(read.notes).toEqual(whole.notes)
    }
  })

  it('keeps what is whole when cut at any byte, and tells of the rest', async () => {
    const whole = await readBytes(format, bytes)
    const known = new Set(allTexts(whole.threads))
    const size = whole.messages
    for (let end = 0; end < bytes.length; end++) {
      const { threads, rejects, notes, messages } = await readBytes(format, bytes.subarray(0, end))
      const made = allTexts(threads).filter((text) => !known.has(text))
      expect(made, `cut at ${end}`).toEqual([])
      const isTold = rejects.length + notes.length > 0 || messages === size
      // Between two messages nothing is broken.
      const isBetween = /^$|[}\],=]$|^\{/.test(bytes.toString('utf8', 0, end).trim())
      expect(isTold || isBetween, `cut at ${end}`).toBe(true)
    }
  })

  it('never breaks, and never makes up a text, when bytes are flipped', async () => {
    const random = seededRandom(7)
    for (let run = 0; run < RUNS; run++) {
      const broken = Buffer.from(bytes)
      const flips = 1 + Math.floor(random() * 3)
      for (let i = 0; i < flips; i++) {
        broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256)
      }
      try {
        const { threads } = await readBytes(format, broken)
        // Escapes hide what a text of the others was made of.
        if (format !== 'hitcraft-text') continue
        for (const text of allTexts(threads)) {
          const lines = text.split('\n')
          expect(
            lines.every((line) => occursIn(broken, line)),
            `run ${run}`,
          ).toBe(true)
        }
      } catch (error) {
        if (!isHitCraftError(error)) throw error
      }
    }
  })
})
