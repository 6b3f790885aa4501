import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one reader saw in one thread; the codes stand in `README.md`. */
export interface ThreadLabels {
  /** Codes of a user's turns and of an assistant's, by message index. */
  readonly user: ReadonlyMap<number, string>
  readonly assistant: ReadonlyMap<number, string>
  /** What became of the main wishes: one of `a p d h b t n x`. */
  readonly outcome: string
  /** User turns whose wish was not got. */
  readonly needs: readonly number[]
  /** 1..5; undefined where it cannot be told. */
  readonly mood: number | undefined
}

export type Split = 'train' | 'tune' | 'test'

/** A labelled thread, without its text. */
export interface Labelled {
  readonly set: string
  readonly thread: string
  /** `random`: drawn blindly, so that rates may be told of it. */
  readonly stratum: 'random' | 'cues'
  readonly split: Split
  /** By two people, blind to one another. */
  readonly readings: readonly [ThreadLabels, ThreadLabels]
}

interface Draft {
  readonly user: Map<number, string>
  readonly assistant: Map<number, string>
  outcome: string
  needs: number[]
  mood: number | undefined
}

/** All labels, by `set thread`. */
export function readLabels(): Map<string, Labelled> {
  const first = readingOf('first.tsv')
  const second = readingOf('second.tsv')
  const found = new Map<string, Labelled>()
  for (const [set = '', thread = '', stratum, split] of linesOf('threads.tsv')) {
    const key = `${set} ${thread}`
    const readings = [first.get(key), second.get(key)] as const
    if (readings[0] === undefined || readings[1] === undefined) continue
    found.set(key, {
      set,
      thread,
      stratum: stratum === 'random' ? 'random' : 'cues',
      split: split === 'train' || split === 'tune' ? split : 'test',
      readings: [readings[0], readings[1]],
    })
  }
  return found
}

function readingOf(file: string): Map<string, ThreadLabels> {
  const drafts = new Map<string, Draft>()
  for (const [set = '', thread = '', turn = '', codes = ''] of linesOf(file)) {
    const key = `${set} ${thread}`
    const draft = drafts.get(key) ?? emptyDraft()
    drafts.set(key, draft)
    const index = Number(turn.slice(1))
    if (turn === '-') readEnd(draft, codes)
    else if (turn.startsWith('u')) draft.user.set(index, codes)
    else draft.assistant.set(index, codes)
  }
  return drafts
}

function emptyDraft(): Draft {
  return { user: new Map(), assistant: new Map(), outcome: 'x', needs: [], mood: undefined }
}

function readEnd(draft: Draft, codes: string): void {
  for (const code of codes.split(' ')) {
    const [name, value = ''] = code.split('=')
    if (name === 'out') draft.outcome = value
    if (name === 'need' && value !== '-') draft.needs = value.split(',').map(Number)
    if (name === 'mood' && value !== 'x') draft.mood = Number(value)
  }
}

function linesOf(file: string): string[][] {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}
