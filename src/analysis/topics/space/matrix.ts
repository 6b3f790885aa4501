/** Rows of numbers, one after the other. */
export interface Matrix {
  readonly rows: number
  readonly size: number
  readonly data: Float32Array
}

export function emptyMatrix(rows: number, size: number): Matrix {
  return { rows, size, data: new Float32Array(rows * size) }
}

export function matrixOf(rows: readonly Float32Array[], size: number): Matrix {
  const matrix = emptyMatrix(rows.length, size)
  rows.forEach((row, at) => matrix.data.set(row, at * size))
  return matrix
}

export function rowOf({ data, size }: Matrix, row: number): Float32Array {
  return data.subarray(row * size, (row + 1) * size)
}

/** The dot product of two rows; of unit rows their cosine. */
export function dotRows(
  a: Float32Array,
  aAt: number,
  b: Float32Array,
  bAt: number,
  size: number,
): number {
  let s = 0
  let t = 0
  let u = 0
  let v = 0
  let j = 0
  for (; j + 3 < size; j += 4) {
    s += (a[aAt + j] ?? 0) * (b[bAt + j] ?? 0)
    t += (a[aAt + j + 1] ?? 0) * (b[bAt + j + 1] ?? 0)
    u += (a[aAt + j + 2] ?? 0) * (b[bAt + j + 2] ?? 0)
    v += (a[aAt + j + 3] ?? 0) * (b[bAt + j + 3] ?? 0)
  }
  for (; j < size; j++) s += (a[aAt + j] ?? 0) * (b[bAt + j] ?? 0)
  return s + t + (u + v)
}

/** Makes the row of unit length; one of zeros stays. @returns whether it has a direction */
export function makeUnit(row: Float32Array | Float64Array): boolean {
  let square = 0
  for (const value of row) square += value * value
  if (square < 1e-12) {
    row.fill(0)
    return false
  }
  const length = Math.sqrt(square)
  for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) / length
  return true
}

/** The directions of the means of some rows' groups; `groups` holds row numbers. */
export function meanDirections(matrix: Matrix, groups: readonly (readonly number[])[]): Matrix {
  const means = emptyMatrix(groups.length, matrix.size)
  groups.forEach((members, at) => {
    const sum = new Float64Array(matrix.size)
    for (const member of members) addRow(sum, rowOf(matrix, member), 1)
    makeUnit(sum)
    rowOf(means, at).set(sum)
  })
  return means
}

export function addRow(sum: Float64Array | Float32Array, row: Float32Array, weight: number): void {
  for (let j = 0; j < row.length; j++) sum[j] = (sum[j] ?? 0) + weight * (row[j] ?? 0)
}

/** The mean cosine of the pairs of some unit rows, to four decimals. */
export function meanCosine(rows: readonly number[], matrix: Matrix): number {
  const sum = new Float64Array(matrix.size)
  for (const row of rows) addRow(sum, rowOf(matrix, row), 1)
  const square = sum.reduce((all, value) => all + value * value, 0)
  const pairs = rows.length * (rows.length - 1)
  return pairs === 0 ? 0 : Math.round(((square - rows.length) / pairs) * 1e4) / 1e4
}
