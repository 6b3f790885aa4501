import { ASSISTANT_ACTS, USER_ACTS } from '../../../src/analysis/local/acts/act.ts'
import type { Act } from '../../../src/analysis/local/acts/act.ts'
import { featureNames } from '../../../src/analysis/local/acts/seen/features.ts'
import { seenTurns } from '../../../src/analysis/local/acts/seen/seen-turns.ts'
import type { SeenTurn } from '../../../src/analysis/local/acts/seen/seen-turns.ts'
import { ThreadReader } from '../../../src/analysis/local/read-cues.ts'
import type { Thread } from '../../../src/domain/thread/thread.ts'
import { xstest } from '../../../bench/quality/datasets.ts'
import { actsOfCode } from '../../../bench/quality/acts-of-codes.ts'
import { LABELLED_SETS, labelledLog } from '../../../bench/quality/bench-data.ts'
import { readLabels } from '../../../bench/quality/labels.ts'
import type { LabelledThread, Split } from '../../../bench/quality/labels.ts'
import { readTurns } from '../../../bench/quality/turns.ts'
import { madeTurns } from './made-turns.ts'

export type Speaker = 'user' | 'assistant'

/** A turn with what it does. */
export interface ExampleTurn {
  readonly speaker: Speaker
  readonly seen: SeenTurn
  /** 0..1 for each act; what is missing is not known. */
  readonly acts: ReadonlyMap<Act, number>
  readonly weight: number
  /** Turns of a group never stand on both sides of a cross-validation. */
  readonly group: string
  readonly split: Split
  readonly source: string
}

export const NAMES = { user: featureNames('user'), assistant: featureNames('assistant') }
const INDEXES = {
  user: new Map(NAMES.user.map((name, i) => [name, i])),
  assistant: new Map(NAMES.assistant.map((name, i) => [name, i])),
}
const reader = new ThreadReader()

export function seenOf(thread: Thread): Map<number, SeenTurn> {
  return seenTurns(reader.read(thread), INDEXES)
}

/** The labelled turns of a split; where readers differ an act is half true. */
export function labelledTurns(folder: string, splits: readonly Split[]): ExampleTurn[] {
  const labels = readLabels(...splits)
  return LABELLED_SETS.flatMap((set) => {
    const wanted = labels.filter((one) => one.set === set)
    if (wanted.length === 0) return []
    const threads = labelledLog(folder, set)
    return wanted.flatMap((labelled) => {
      const thread = threads.get(labelled.id)
      return thread === undefined ? [] : examplesOf(labelled, thread)
    })
  })
}

function examplesOf({ set, split, readings }: LabelledThread, thread: Thread): ExampleTurn[] {
  return [...seenOf(thread).values()].flatMap((seen): ExampleTurn[] => {
    const { speaker, turn } = seen.facts
    const codes = readings.flatMap((one) => one.turns.get(turn.index)?.codes ?? [])
    if (codes.length === 0) return []
    const acts = new Map<Act, number>()
    const all: readonly Act[] = speaker === 'user' ? USER_ACTS : ASSISTANT_ACTS
    for (const act of all) {
      const saying = codes.filter((code) => actsOfCode(speaker, code).includes(act))
      acts.set(act, saying.length / codes.length)
    }
    return [{ speaker, seen, acts, weight: 1, group: thread.id, split, source: set }]
  })
}

/** XSTest models that are learned from; the third is measured on. */
export const XSTEST_TRAINED = ['gpt4', 'mistralinstruct'] as const
const XSTEST_WEIGHT = 0.6
/** Of a declined answer of XSTest it is not told how it was declined. */
const UNTOLD: ReadonlySet<Act> = new Set<Act>(['cannot', 'does-not-know'])

export function xstestTurns(folder: string, models: readonly string[]): ExampleTurn[] {
  return models.flatMap((model) =>
    xstest(folder, model).flatMap(({ thread, label }) => {
      const seen = seenOf(thread).get(1)
      if (seen === undefined) return []
      const acts = new Map<Act, number>()
      for (const act of ASSISTANT_ACTS) {
        if (label && UNTOLD.has(act)) continue
        const declined = act === 'declines' || act === 'refuses'
        acts.set(act, Number(declined ? label : act === 'answers' && !label))
      }
      return [
        {
          speaker: 'assistant' as const,
          seen,
          acts,
          weight: XSTEST_WEIGHT,
          group: `xstest ${thread.id}`,
          split: 'train' as const,
          source: `xstest ${model}`,
        },
      ]
    }),
  )
}

const WRITTEN_WEIGHT = 0.5
/** Acts that a turn of an act may well do besides: of a written turn one act is told. */
const BESIDES: Readonly<Partial<Record<Act, readonly Act[]>>> = {
  'same-again': ['request', 'detail', 'correction', 'complaint'],
  correction: ['complaint', 'detail', 'does-not-work', 'same-again'],
  complaint: ['correction', 'does-not-work', 'same-again', 'gives-up'],
  'does-not-work': ['complaint', 'correction'],
  'gives-up': ['complaint', 'thanks'],
  'asks-for-person': ['complaint', 'request'],
  continue: ['detail'],
  cannot: ['answers', 'hands-over', 'does-not-know', 'refuses'],
  refuses: ['cannot'],
  'does-not-know': ['cannot', 'hands-over', 'asks-back'],
  admits: ['answers', 'delivers', 'asks-back', 'promises', 'broke'],
  'hands-over': ['cannot', 'answers', 'does-not-know', 'declines'],
  'cut-off': ['answers', 'delivers'],
  'beside-the-point': ['answers', 'asks-back'],
  broke: ['admits', 'cannot'],
  delivers: ['answers', 'asks-back'],
  answers: ['asks-back', 'delivers'],
  promises: ['answers'],
}
const DECLINING: ReadonlySet<Act> = new Set<Act>(['refuses', 'cannot', 'does-not-know'])

/** The turns written for this project. */
export function writtenTurns(splits: readonly Split[]): ExampleTurn[] {
  return readTurns(...splits).flatMap(({ language, speaker, act, split, thread }) => {
    const seen = [...seenOf(thread).values()].at(-1)
    if (seen === undefined) return []
    const acts = new Map<Act, number>()
    const all: readonly Act[] = speaker === 'user' ? USER_ACTS : ASSISTANT_ACTS
    for (const one of all) {
      if (BESIDES[act]?.includes(one) === true) continue
      acts.set(one, Number(one === act || (one === 'declines' && DECLINING.has(act))))
    }
    return [
      {
        speaker,
        seen,
        acts,
        weight: WRITTEN_WEIGHT,
        group: thread.id,
        split,
        source: `written ${language}`,
      },
    ]
  })
}

/** Turns put together of written ones: of each only that it does its act is known. */
export function madeExamples(): ExampleTurn[] {
  return madeTurns().flatMap(({ act, thread }) => {
    const seen = [...seenOf(thread).values()].at(-1)
    if (seen === undefined) return []
    return [
      {
        speaker: 'assistant' as const,
        seen,
        acts: new Map([[act, 1]]),
        weight: WRITTEN_WEIGHT,
        group: thread.id,
        split: 'train' as const,
        source: 'written, put together',
      },
    ]
  })
}
