import { deflateSync, inflateSync } from 'node:zlib'
import { Binary } from 'mongodb'
import { corrupt } from '../../core/damaged.ts'
import type { Piece } from '../../core/damaged.ts'
import type { Packed } from './documents.ts'

/** Bytes under which compressing gains nothing. */
const SHORT = 512

/**
 * A value as JSON text, compressed where it is long. Text, since BSON has no halves of surrogate pairs
 * (`JSON.stringify` escapes them), no NUL in a key, and an end to its depth.
 */
export function pack(value: unknown): Packed {
  return packText(JSON.stringify(value))
}

/** The same of JSON text. */
export function packText(json: string): Packed {
  return json.length <= SHORT ? json : new Binary(compress(json))
}

/** The bytes of {@link pack}, whatever their number. */
export function packBytes(value: unknown): Buffer {
  return compress(JSON.stringify(value))
}

/** A field that holds a text, unless somebody has put something else there. */
export function textField(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The texts of a list, unless somebody has put something else there. */
export function textsField(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textField) : []
}

/** @throws HitCraftError CORRUPT for what was not packed here */
export function unpack(packed: Packed, piece: Piece): unknown {
  return unpackBytes(typeof packed === 'string' ? packed : bytesOf(packed), piece)
}

/** The text that was packed. @throws HitCraftError CORRUPT */
export function unpackText(packed: Packed, piece: Piece): string {
  return textOf(typeof packed === 'string' ? packed : bytesOf(packed), piece)
}

export function unpackBytes(packed: string | Uint8Array, piece: Piece): unknown {
  const text = textOf(packed, piece)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw corrupt(piece, 'is no JSON', cause)
  }
}

function textOf(packed: string | Uint8Array, piece: Piece): string {
  if (typeof packed === 'string') return packed
  try {
    return inflateSync(packed).toString()
  } catch (cause) {
    throw corrupt(piece, 'does not hold what was written', cause)
  }
}

export function bytesOf(binary: Binary): Uint8Array {
  return binary.buffer.subarray(0, binary.position)
}

function compress(json: string): Buffer {
  return deflateSync(json, { level: 1 })
}
