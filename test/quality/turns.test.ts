import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ASSISTANT_ACTS, USER_ACTS } from '../../src/analysis/local/acts/act.ts'

const TURNS = join(import.meta.dirname, '../../bench/quality/turns')
/** What is told by structure or made of others, and so not written as single turns. */
const NOT_WRITTEN: ReadonlySet<string> = new Set([
  'loops',
  'drops-instruction',
  'other-language',
  'declines',
])
const ACTS: Readonly<Record<string, readonly string[]>> = {
  user: USER_ACTS,
  assistant: ASSISTANT_ACTS.filter((act) => !NOT_WRITTEN.has(act)),
}

const files = (await readdir(TURNS)).filter((name) => name.endsWith('.tsv'))

async function rowsOf(name: string): Promise<string[][]> {
  const text = await readFile(join(TURNS, name), 'utf8')
  const [header, ...lines] = text.trimEnd().split('\n')
  expect(header).toBe('speaker\tact\tprevious\ttext')
  return lines.map((line) => line.split('\t'))
}

describe.each(files)('labelled turns: %s', (name) => {
  it('has four columns, acts that are known, and no text twice', async () => {
    const rows = await rowsOf(name)
    const texts = new Set<string>()
    for (const row of rows) {
      const [speaker = '', act = '', previous = '', text = ''] = row
      expect(row, text).toHaveLength(4)
      expect(ACTS[speaker], text).toContain(act)
      expect(text.trim(), `${act} after ${previous}`).not.toBe('')
      expect(texts, `${act} after ${previous}`).not.toContain(text)
      texts.add(text)
    }
    expect(rows.length).toBeGreaterThanOrEqual(150)
  })

  it('has the earlier request before a turn that asks the same again', async () => {
    const again = (await rowsOf(name)).filter(([, act]) => act === 'same-again')
    for (const [, , previous, text] of again)
      expect(previous, text).toMatch(/^USER: .+\\nASSISTANT: ./v)
  })

  it('has turns of every act', async () => {
    const found = new Set((await rowsOf(name)).map(([speaker, act]) => `${speaker} ${act}`))
    const all = Object.entries(ACTS).flatMap(([speaker, acts]) =>
      acts.map((act) => `${speaker} ${act}`),
    )
    expect(all.filter((act) => !found.has(act))).toEqual([])
  })
})
