import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Thread } from '../../src/domain/thread/thread.ts'
import { analysesOf } from './analyzed.ts'
import type { AnalyzedThread } from './analyzed.ts'
import {
  arena,
  hhHarmless,
  sgd,
  sgdMany,
  shareGpt,
  shareGptLines,
  smileChat,
  tauBench,
  uss,
  USS_SETS,
  xstest,
} from './datasets.ts'
import { readLabels } from './labels.ts'
import { readVerdicts } from './reading/verdict.ts'

/** Logs that findings are measured on, by the names that labels or verdicts give them. */
export const LABELLED_SETS = [
  'sharegpt',
  'arena',
  'tau',
  'smile',
  'sgd',
  'sgd-many',
  'uss',
  'sharegpt-v3',
  'hh',
  'xstest',
] as const
export type LabelledSet = (typeof LABELLED_SETS)[number]

/** Where each lies in the folder of the data. */
export const LOG_PATHS: Readonly<Record<LabelledSet, string>> = {
  sharegpt: 'scale/sharegpt-sample',
  arena: 'arena-dev.jsonl',
  tau: 'labelled/tau-bench',
  smile: 'smilechat.jsonl',
  sgd: 'labelled/sgd',
  'sgd-many': 'labelled/sgd',
  uss: 'labelled/uss',
  'sharegpt-v3': 'public/sharegpt-v3.jsonl',
  hh: 'public/hh-harmless-test.jsonl',
  xstest: 'labelled/xstest',
}

const READERS: Readonly<Record<LabelledSet, (folder: string) => Thread[]>> = {
  sharegpt: shareGpt,
  arena,
  tau: (folder) => tauBench(folder).map(({ thread }) => thread),
  smile: labelledSmileChat,
  sgd: (folder) => sgd(folder).map(({ thread }) => thread),
  'sgd-many': (folder) => sgdMany(folder).map(({ thread }) => thread),
  uss: (folder) => USS_SETS.flatMap((set) => uss(folder, set)).map(({ thread }) => thread),
  'sharegpt-v3': shareGptLines,
  hh: hhHarmless,
  // The answers of the third model, on which nothing was trained.
  xstest: (folder) => xstest(folder, 'mistralguard').map(({ thread }) => thread),
}

/** Of these logs only threads that were read are measured: they are great. */
const GREAT: ReadonlySet<LabelledSet> = new Set(['sharegpt-v3', 'hh', 'xstest'])

/** All threads of a log, those of a great log too that nobody has read; none where the folder has it not. */
export function wholeLog(folder: string, set: LabelledSet): Thread[] {
  return existsSync(join(folder, LOG_PATHS[set])) ? READERS[set](folder) : []
}

/** The threads of a log that are measured, by id; empty where the folder has it not. */
export function labelledLog(folder: string, set: LabelledSet): ReadonlyMap<string, Thread> {
  return new Map(measuredOf(set, wholeLog(folder, set)).map((thread) => [thread.id, thread]))
}

/** The folder of the data, and what was analyzed of it so far: a log is analyzed once a run. */
export class BenchData {
  readonly folder: string
  readonly #analyzed = new Map<LabelledSet, Promise<ReadonlyMap<string, AnalyzedThread>>>()

  constructor(folder: string) {
    this.folder = folder
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path))
  }

  /** The threads of a log that are measured, through the product, by id. */
  analyzed(set: LabelledSet): Promise<ReadonlyMap<string, AnalyzedThread>> {
    const known = this.#analyzed.get(set)
    if (known !== undefined) return known
    const made = analysesOf(measuredOf(set, READERS[set](this.folder))).then(
      (all) => new Map(all.map((each) => [each.thread.id, each])),
    )
    this.#analyzed.set(set, made)
    return made
  }
}

/** Of 55,000 dialogues those that have labels. */
function labelledSmileChat(folder: string): Thread[] {
  const labelled = new Set(readLabels().flatMap(({ set, id }) => (set === 'smile' ? [id] : [])))
  return smileChat(folder, 3000).filter(({ id }) => labelled.has(id))
}

/** Of the threads of a log those that are measured. */
function measuredOf(set: LabelledSet, threads: Thread[]): Thread[] {
  return GREAT.has(set) ? onlyRead(set, threads) : threads
}

/** Of a great log those that were read. */
function onlyRead(log: LabelledSet, threads: readonly Thread[]): Thread[] {
  const read = new Set(
    [...readVerdicts().values()].flatMap((verdicts) =>
      verdicts.flatMap(({ set, place }) => (set === log ? [place.split(' ')[0]] : [])),
    ),
  )
  return threads.filter(({ id }) => read.has(id))
}
