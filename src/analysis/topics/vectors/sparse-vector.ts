/** Feature numbers, ascending, with their weights; of unit length unless it is empty. */
export interface SparseVector {
  readonly indexes: readonly number[]
  readonly weights: readonly number[]
}

export function sparseVector(entries: Iterable<readonly [number, number]>): SparseVector {
  const sorted = [...entries].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b)
  const length = Math.sqrt(sorted.reduce((sum, [, weight]) => sum + weight * weight, 0))
  return {
    indexes: sorted.map(([index]) => index),
    weights: sorted.map(([, weight]) => weight / length),
  }
}

/** A vector as a list over all features, for dot products with many sparse ones. */
export function toDense(vector: SparseVector, size: number): Float64Array {
  const dense = new Float64Array(size)
  vector.indexes.forEach((index, i) => {
    dense[index] = vector.weights[i] ?? 0
  })
  return dense
}

export function dot(vector: SparseVector, dense: Float64Array): number {
  let sum = 0
  const { indexes, weights } = vector
  for (let i = 0; i < indexes.length; i++) {
    sum += (weights[i] ?? 0) * (dense[indexes[i] ?? 0] ?? 0)
  }
  return sum
}

/** The mean direction of some vectors; undefined for none. */
export function meanDirection(
  vectors: readonly SparseVector[],
  size: number,
): Float64Array | undefined {
  if (vectors.length === 0) return undefined
  const sum = new Float64Array(size)
  for (const { indexes, weights } of vectors) {
    for (let i = 0; i < indexes.length; i++) {
      const index = indexes[i] ?? 0
      sum[index] = (sum[index] ?? 0) + (weights[i] ?? 0)
    }
  }
  let square = 0
  for (const value of sum) square += value * value
  if (square === 0) return undefined
  const length = Math.sqrt(square)
  return sum.map((value) => value / length)
}
