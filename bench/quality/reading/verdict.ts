import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one reader says of an entry of a sheet, or two who are blind to one another. */
export interface Verdict {
  readonly set: string
  readonly kind: string
  readonly place: string
  readonly readings: readonly Judgement[]
}

export interface Judgement {
  /** `?`: it cannot be told. */
  readonly isTrue: 'y' | 'n' | '?'
  readonly isProved: boolean
}

/** Where verdicts are kept: a file a sheet, ids and letters alone. */
export const VERDICTS = join(import.meta.dirname, '../verdicts')
export const VERDICT_HEAD = 'set\tkind\tplace\treaders'

/** The share of its readers who say that it is true; what cannot be told is not true. */
export function truthOf({ readings }: Verdict): number {
  return readings.filter(({ isTrue }) => isTrue === 'y').length / readings.length
}

export function proofOf({ readings }: Verdict): number {
  return readings.filter(({ isProved }) => isProved).length / readings.length
}

export function writtenVerdict({ set, kind, place, readings }: Verdict): string {
  const letters = readings.map(({ isTrue, isProved }) => `${isTrue}${isProved ? 'y' : 'n'}`)
  return [set, kind, place, ...letters].join('\t')
}

/** The verdicts of every sheet, by the sheet's name. */
export function readVerdicts(): Map<string, Verdict[]> {
  const files = existsSync(VERDICTS) ? readdirSync(VERDICTS) : []
  return new Map(
    files
      .filter((file) => file.endsWith('.tsv'))
      .toSorted()
      .map((file) => [file.slice(0, -'.tsv'.length), readSheet(join(VERDICTS, file))]),
  )
}

function readSheet(file: string): Verdict[] {
  return rowsOf(file).map(([set = '', kind = '', place = '', ...letters]) => ({
    set,
    kind,
    place,
    readings: letters.map((pair) => judgement(pair.charAt(0), pair.charAt(1))),
  }))
}

/** @throws Error for letters that are none of those */
export function judgement(isTrue: string, proved: string): Judgement {
  if ((isTrue !== 'y' && isTrue !== 'n' && isTrue !== '?') || (proved !== 'y' && proved !== 'n'))
    throw new Error(`no verdict: ${isTrue} ${proved}`)
  return { isTrue, isProved: proved === 'y' }
}

/** Lines of a file divided by tabs, without the head. */
export function rowsOf(file: string): string[][] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
}
