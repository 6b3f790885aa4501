import type { Pace } from '../pace.ts'
import { seededRandom } from '../seeded-random.ts'

/** Eigenvectors of a symmetric matrix with the greatest values, greatest first. */
export interface Eigen {
  readonly values: readonly number[]
  /** `vectors[i * count + j]` is number i of vector j. */
  readonly vectors: Float64Array
  readonly count: number
}

/** More directions than wanted are followed: the last ones converge slowly. */
const SPARE = 16
const ROUNDS = 6
const SWEEPS = 12

/**
 * By subspace iteration and the cyclic Jacobi method (Golub and Van Loan, Matrix Computations, 8.2 and 8.5).
 *
 * @param multiply what the matrix makes of `count` columns
 */
export async function topEigen(
  size: number,
  wanted: number,
  multiply: (columns: Float64Array, count: number) => Promise<Float64Array>,
  pace: Pace,
): Promise<Eigen> {
  const follow = Math.min(size, wanted + SPARE)
  const random = seededRandom(3)
  let basis: Float64Array = Float64Array.from({ length: size * follow }, () => random() - 0.5)
  for (let round = 0; round < ROUNDS; round++) {
    basis = await multiply(basis, follow)
    await makeOrthonormal(basis, size, follow, pace)
  }
  const product = await multiply(basis, follow)
  const small = new Float64Array(follow * follow)
  for (let i = 0; i < size; i++) {
    await pace()
    for (let a = 0; a < follow; a++) {
      const value = basis[i * follow + a] ?? 0
      for (let b = 0; b < follow; b++) {
        small[a * follow + b] =
          (small[a * follow + b] ?? 0) + value * (product[i * follow + b] ?? 0)
      }
    }
  }
  const { values, vectors } = await jacobi(small, follow, pace)
  const order = [...values.keys()]
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
    .slice(0, wanted)
  const count = order.length
  const turned = new Float64Array(size * count)
  for (let i = 0; i < size; i++) {
    await pace()
    order.forEach((column, j) => {
      let sum = 0
      for (let a = 0; a < follow; a++) {
        sum += (basis[i * follow + a] ?? 0) * (vectors[a * follow + column] ?? 0)
      }
      turned[i * count + j] = sum
    })
  }
  return { values: order.map((at) => values[at] ?? 0), vectors: turned, count }
}

/** Gram and Schmidt, over the columns. One that is left without length becomes zero. */
async function makeOrthonormal(
  columns: Float64Array,
  size: number,
  count: number,
  pace: Pace,
): Promise<void> {
  for (let j = 0; j < count; j++) {
    await pace()
    for (let p = 0; p < j; p++) {
      let dot = 0
      for (let i = 0; i < size; i++) {
        dot += (columns[i * count + p] ?? 0) * (columns[i * count + j] ?? 0)
      }
      for (let i = 0; i < size; i++) {
        const at = i * count + j
        columns[at] = (columns[at] ?? 0) - dot * (columns[i * count + p] ?? 0)
      }
    }
    let square = 0
    for (let i = 0; i < size; i++) square += (columns[i * count + j] ?? 0) ** 2
    const factor = square < 1e-20 ? 0 : 1 / Math.sqrt(square)
    for (let i = 0; i < size; i++) {
      const at = i * count + j
      columns[at] = (columns[at] ?? 0) * factor
    }
  }
}

async function jacobi(
  matrix: Float64Array,
  n: number,
  pace: Pace,
): Promise<{ values: Float64Array; vectors: Float64Array }> {
  const vectors = new Float64Array(n * n)
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) off += (matrix[p * n + q] ?? 0) ** 2
    }
    if (off < 1e-18) break
    for (let p = 0; p < n; p++) {
      await pace()
      for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q)
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i] ?? 0), vectors }
}

function rotate(
  matrix: Float64Array,
  vectors: Float64Array,
  n: number,
  p: number,
  q: number,
): void {
  const corner = matrix[p * n + q] ?? 0
  if (Math.abs(corner) < 1e-14) return
  const theta = ((matrix[q * n + q] ?? 0) - (matrix[p * n + p] ?? 0)) / (2 * corner)
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cos = 1 / Math.sqrt(tangent * tangent + 1)
  const sin = tangent * cos
  for (let i = 0; i < n; i++) {
    const a = matrix[i * n + p] ?? 0
    const b = matrix[i * n + q] ?? 0
    matrix[i * n + p] = cos * a - sin * b
    matrix[i * n + q] = sin * a + cos * b
    const v = vectors[i * n + p] ?? 0
    const w = vectors[i * n + q] ?? 0
    vectors[i * n + p] = cos * v - sin * w
    vectors[i * n + q] = sin * v + cos * w
  }
  for (let i = 0; i < n; i++) {
    const a = matrix[p * n + i] ?? 0
    const b = matrix[q * n + i] ?? 0
    matrix[p * n + i] = cos * a - sin * b
    matrix[q * n + i] = sin * a + cos * b
  }
}
