import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The labels by hand of `bench/quality/labels/` (its README says what the codes mean). A thread is read by
 * two readers; neither is the better.
 */
export interface LabelledThread {
  readonly set: string
  readonly id: string
  readonly stratum: 'random' | 'cues'
  readonly split: Split
  readonly readings: readonly [Reading, Reading]
}

export type Split = 'train' | 'tune' | 'test'

/** What one reader says of a thread. */
export interface Reading {
  /** By index of the message in the thread, first to last. Tools' messages have no labels. */
  readonly turns: ReadonlyMap<number, LabelledTurn>
  /** One of `a p d h b t n x`. */
  readonly outcome: string
  /** Indexes of the user's turns whose wish was not got. */
  readonly needs: readonly number[]
  /** 1 to 5; absent where it cannot be told. */
  readonly mood?: number
}

export interface LabelledTurn {
  readonly speaker: 'user' | 'assistant'
  /** Letters, the main one first. */
  readonly codes: string
}

const FOLDER = join(import.meta.dirname, 'labels')

/** All labelled threads, or those of some splits: a figure is of `test` alone. */
export function readLabels(...splits: readonly Split[]): LabelledThread[] {
  const first = readReadings('first.tsv')
  const second = readReadings('second.tsv')
  return rowsOf('threads.tsv').flatMap(([set = '', id = '', stratum = '', split = '']) => {
    if (stratum !== 'random' && stratum !== 'cues') throw new Error(`no stratum: ${stratum}`)
    if (split !== 'train' && split !== 'tune' && split !== 'test')
      throw new Error(`no split: ${split}`)
    if (splits.length > 0 && !splits.includes(split)) return []
    const key = `${set}\t${id}`
    return [{ set, id, stratum, split, readings: [known(first, key), known(second, key)] }]
  })
}

function known(readings: ReadonlyMap<string, Reading>, key: string): Reading {
  const reading = readings.get(key)
  if (reading === undefined) throw new Error(`no labels of ${key.replace('\t', ' ')}`)
  return reading
}

function readReadings(file: string): Map<string, Reading> {
  const lines = Map.groupBy(rowsOf(file), ([set = '', id = '']) => `${set}\t${id}`)
  return new Map([...lines].map(([key, rows]) => [key, readingOf(rows)]))
}

function readingOf(rows: readonly (readonly string[])[]): Reading {
  const turns = new Map<number, LabelledTurn>()
  let whole = ''
  for (const [, , turn = '', codes = ''] of rows) {
    const speaker = turn.startsWith('u') ? 'user' : 'assistant'
    if (turn === '-') whole = codes
    else turns.set(Number(turn.slice(1)), { speaker, codes })
  }
  const [, outcome = '', needs = '', mood = ''] =
    /^out=(\w) need=(\S+) mood=(\w)$/.exec(whole) ?? []
  return {
    turns,
    outcome,
    needs: needs === '-' ? [] : needs.split(',').map(Number),
    ...(mood === 'x' ? {} : { mood: Number(mood) }),
  }
}

function rowsOf(file: string): string[][] {
  return readFileSync(join(FOLDER, file), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}
