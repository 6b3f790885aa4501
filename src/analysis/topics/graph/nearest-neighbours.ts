import type { Pace } from '../pace.ts'
import { seededRandom } from '../seeded-random.ts'
import { dotRows, emptyMatrix, makeUnit, rowOf } from '../space/matrix.ts'
import type { Matrix } from '../space/matrix.ts'

/** The nearest rows of each row, nearest first; `count` a row, -1 where there are fewer. */
export interface Neighbours {
  readonly count: number
  readonly rows: Int32Array
  /** Cosines. */
  readonly scores: Float32Array
}

/** Up to so many rows each is held against each. */
const EXACT = 6000
/** Cells that are looked through for a row. */
const PROBES = 8
const CELL_ROUNDS = 6
const CELL_SAMPLE = 40

/**
 * The nearest neighbours of unit rows by cosine. Above some thousands of rows, these are split into about
 * the square root of their number of cells, and the nearest cells are looked through (an inverted file,
 * Jégou and others 2011): nearly all of the true neighbours are found.
 */
export async function nearestNeighbours(
  matrix: Matrix,
  count: number,
  pace: Pace,
): Promise<Neighbours> {
  const { rows: n } = matrix
  const found = {
    count,
    rows: new Int32Array(n * count).fill(-1),
    scores: new Float32Array(n * count).fill(-2),
  }
  if (n <= EXACT) await holdAgainstAll(matrix, found, pace)
  else await holdAgainstCells(matrix, found, pace)
  return found
}

async function holdAgainstAll(matrix: Matrix, found: Neighbours, pace: Pace): Promise<void> {
  const { data, size, rows } = matrix
  for (let i = 0; i < rows; i++) {
    await pace()
    for (let j = i + 1; j < rows; j++) {
      const score = dotRows(data, i * size, data, j * size, size)
      keep(found, i, j, score)
      keep(found, j, i, score)
    }
  }
}

async function holdAgainstCells(matrix: Matrix, found: Neighbours, pace: Pace): Promise<void> {
  const { data, size, rows } = matrix
  const centres = await cellCentres(matrix, pace)
  const cells = Array.from({ length: centres.rows }, (): number[] => [])
  const near = {
    count: PROBES,
    rows: new Int32Array(rows * PROBES).fill(-1),
    scores: new Float32Array(rows * PROBES).fill(-2),
  }
  for (let i = 0; i < rows; i++) {
    await pace()
    for (let cell = 0; cell < centres.rows; cell++) {
      keep(near, i, cell, dotRows(data, i * size, centres.data, cell * size, size))
    }
    cells[near.rows[i * PROBES] ?? 0]?.push(i)
  }
  for (let i = 0; i < rows; i++) {
    await pace()
    for (let probe = 0; probe < PROBES; probe++) {
      for (const j of cells[near.rows[i * PROBES + probe] ?? 0] ?? []) {
        if (j !== i) keep(found, i, j, dotRows(data, i * size, data, j * size, size))
      }
    }
  }
}

/** Spherical k-means over an even part of the rows. */
async function cellCentres(matrix: Matrix, pace: Pace): Promise<Matrix> {
  const { data, size, rows } = matrix
  const count = Math.round(Math.sqrt(rows))
  const members = Math.min(rows, count * CELL_SAMPLE)
  const sampled = Array.from({ length: members }, (_, i) => Math.floor((i * rows) / members))
  const random = seededRandom(5)
  const centres = emptyMatrix(count, size)
  for (let cell = 0; cell < count; cell++) {
    const row = sampled[Math.floor(random() * members)] ?? 0
    rowOf(centres, cell).set(rowOf(matrix, row))
  }
  for (let round = 0; round < CELL_ROUNDS; round++) {
    const sums = new Float64Array(count * size)
    for (const row of sampled) {
      await pace()
      let best = 0
      let score = -2
      for (let cell = 0; cell < count; cell++) {
        const cosine = dotRows(data, row * size, centres.data, cell * size, size)
        if (cosine <= score) continue
        score = cosine
        best = cell
      }
      for (let j = 0; j < size; j++) {
        sums[best * size + j] = (sums[best * size + j] ?? 0) + (data[row * size + j] ?? 0)
      }
    }
    for (let cell = 0; cell < count; cell++) {
      const sum = sums.subarray(cell * size, (cell + 1) * size)
      if (makeUnit(sum)) rowOf(centres, cell).set(sum)
    }
  }
  return centres
}

/** Puts `j` into its place among the nearest of `i`, where it is one. */
function keep({ count, rows, scores }: Neighbours, i: number, j: number, score: number): void {
  const from = i * count
  let at = from + count - 1
  if (score <= (scores[at] ?? 0)) return
  while (at > from && (scores[at - 1] ?? 0) < score) {
    scores[at] = scores[at - 1] ?? 0
    rows[at] = rows[at - 1] ?? 0
    at--
  }
  scores[at] = score
  rows[at] = j
}
