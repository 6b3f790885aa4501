import type { Quantized } from '../../../domain/analysis/topic-model.ts'
import { makeUnit } from './matrix.ts'

/** Numbers as whole ones of 8 bits (-127 to 127), the largest at the end of the range. */
export function quantize8(values: ArrayLike<number>): Quantized {
  const { scale, whole } = scaled(values, 127)
  return { scale, data: Buffer.from(Int8Array.from(whole).buffer).toString('base64') }
}

/** The same of 16 bits, little end first. */
export function quantize16(values: ArrayLike<number>): Quantized {
  const { scale, whole } = scaled(values, 32_767)
  const bytes = Buffer.alloc(whole.length * 2)
  whole.forEach((value, i) => bytes.writeInt16LE(value, i * 2))
  return { scale, data: bytes.toString('base64') }
}

export function read8({ scale, data }: Quantized): Float32Array {
  const bytes = Buffer.from(data, 'base64')
  return Float32Array.from(bytes, (_, i) => bytes.readInt8(i) * scale)
}

export function read16({ scale, data }: Quantized): Float32Array {
  const bytes = Buffer.from(data, 'base64')
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2) * scale)
}

/** A unit row as whole numbers; what they are worth follows from its being a unit row. */
export function quantizeUnit(row: Float32Array): string {
  return quantize8(row).data
}

/** The row again, at unit length. */
export function readUnit(data: string): Float32Array {
  const row = read8({ scale: 1, data })
  makeUnit(row)
  return row
}

/** A matrix of 8 bits a number with some of its rows only. */
export function withoutRows(
  { scale, data }: Quantized,
  size: number,
  kept: readonly number[],
): Quantized {
  const bytes = Buffer.from(data, 'base64')
  const rows = kept.map((row) => bytes.subarray(row * size, (row + 1) * size))
  return { scale, data: Buffer.concat(rows).toString('base64') }
}

function scaled(values: ArrayLike<number>, most: number): { scale: number; whole: number[] } {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] ?? 0))
  // Few digits, so that a sum's last bit cannot show in what is stored.
  const scale = largest === 0 ? 1 : Number((largest / most).toPrecision(6))
  const whole = Array.from({ length: values.length }, (_, i) =>
    Math.max(-most, Math.min(most, Math.round((values[i] ?? 0) / scale))),
  )
  return { scale, whole }
}
