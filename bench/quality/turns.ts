import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Act } from '../../src/analysis/local/acts/act.ts'
import { ASSISTANT_ACTS, USER_ACTS } from '../../src/analysis/local/acts/act.ts'
import { buildThread } from '../../src/domain/thread/build-thread.ts'
import type { Thread } from '../../src/domain/thread/thread.ts'
import type { Split } from './labels.ts'

/** A turn that was written to show one act, at the end of a thread of what stands before it. */
export interface WrittenTurn {
  readonly language: string
  readonly speaker: 'user' | 'assistant'
  readonly act: Act
  readonly split: Split
  readonly thread: Thread
}

const FOLDER = join(import.meta.dirname, 'turns')
const ACTS: ReadonlySet<string> = new Set([...USER_ACTS, ...ASSISTANT_ACTS])

/** The turns of `bench/quality/turns/`, all languages in the order of their names. */
export function readTurns(...splits: readonly Split[]): WrittenTurn[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .flatMap((name) => {
      const [, ...lines] = readFileSync(join(FOLDER, name), 'utf8').trimEnd().split('\n')
      return lines.map((line, i) => turnOf(name.slice(0, -4), line, i))
    })
    .filter(({ split }) => splits.includes(split))
}

function turnOf(language: string, line: string, index: number): WrittenTurn {
  const [speaker = '', act = '', previous = '', text = ''] = line
    .split('\t')
    .map((cell) => cell.replaceAll('\\n', '\n'))
  if (!isAct(act) || (speaker !== 'user' && speaker !== 'assistant')) {
    throw new Error(`turns/${language}.tsv, line ${index + 2}: no such act: ${speaker} ${act}`)
  }
  const messages = [...before(speaker, previous), { role: speaker, text }].map((message, i) => ({
    id: `m${i}`,
    role: message.role,
    content: [{ type: 'text' as const, text: message.text }],
  }))
  const thread = buildThread({ id: `${language}-${index}`, messages }, { format: 'bench' })
  return { language, speaker, act, split: splitOf(line), thread }
}

function isAct(word: string): word is Act {
  return ACTS.has(word)
}

/** The turns that stand before: one, or a request and its answer. */
function before(speaker: string, previous: string): { role: string; text: string }[] {
  if (previous === '') return []
  const both = /^USER: ([\s\S]*)\nASSISTANT: ([\s\S]*)$/u.exec(previous)
  if (both !== null) {
    return [
      { role: 'user', text: both[1] ?? '' },
      { role: 'assistant', text: both[2] ?? '' },
    ]
  }
  return [{ role: speaker === 'user' ? 'assistant' : 'user', text: previous }]
}

/** 60 % train, 15 % tune, 25 % test, by the line. */
function splitOf(line: string): Split {
  const place = createHash('sha256').update(line).digest().readUInt32BE(0) / 2 ** 32
  if (place < 0.6) return 'train'
  return place < 0.75 ? 'tune' : 'test'
}
