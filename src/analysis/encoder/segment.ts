import { asUnit } from './split-words.ts'
import type { EncoderTable } from './table-file.ts'

/** Words whose units are remembered; when there are more, all are forgotten. */
const REMEMBERED = 50_000

/** Characters of a word that is cut at once. */
const LONGEST_CUT = 48

/**
 * Units of a word, as ids of the table. A word that is a unit is that unit; another is cut at the least cost (Viterbi
 * over the units' costs, Kudo 2018, "Subword Regularization"); characters that no unit holds are left out. Of a longer
 * word than 48 characters each 48 are cut apart where its script has no spaces; elsewhere the rest is no language and
 * is left out.
 */
export function segmenter(table: EncoderTable): (word: string) => readonly number[] {
  const known = new Map<string, readonly number[]>()
  return (word) => {
    const remembered = known.get(word)
    if (remembered !== undefined) return remembered
    const units = unitsOf(word, table)
    if (known.size >= REMEMBERED) known.clear()
    if (word.length <= LONGEST_CUT) known.set(word, units)
    return units
  }
}

function unitsOf(word: string, table: EncoderTable): readonly number[] {
  const text = asUnit(word)
  const whole = table.ids.get(text)
  if (whole !== undefined) return [whole]
  if (text !== word)
    return cut(Array.from(text.slice(0, 2 * LONGEST_CUT)).slice(0, LONGEST_CUT), table)
  const characters = Array.from(text)
  const units: number[] = []
  for (let at = 0; at < characters.length; at += LONGEST_CUT) {
    units.push(...cut(characters.slice(at, at + LONGEST_CUT), table))
  }
  return units
}

/** The cheapest way through the characters; of two that cost the same, the one whose last unit begins earlier. */
function cut(
  characters: readonly string[],
  { ids, costs, unknownCost, longestUnit }: EncoderTable,
) {
  const end = characters.length
  const cost = new Int32Array(end + 1).fill(2 ** 30)
  const from = new Int32Array(end + 1)
  const by = new Int32Array(end + 1).fill(-1)
  cost[0] = 0
  const step = (start: number, stop: number, price: number, unit: number): void => {
    const total = (cost[start] ?? 0) + price
    if (total >= (cost[stop] ?? 0)) return
    cost[stop] = total
    from[stop] = start
    by[stop] = unit
  }
  for (let start = 0; start < end; start += 1) {
    let piece = ''
    for (let stop = start + 1; stop <= end && stop <= start + longestUnit; stop += 1) {
      piece += characters[stop - 1] ?? ''
      const unit = ids.get(piece)
      if (unit !== undefined) step(start, stop, costs[unit] ?? 0, unit)
    }
    step(start, start + 1, unknownCost, -1)
  }
  const units: number[] = []
  for (let at = end; at > 0; at = from[at] ?? 0) {
    const unit = by[at] ?? -1
    if (unit >= 0) units.push(unit)
  }
  return units.toReversed()
}
