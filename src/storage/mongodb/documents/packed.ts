import { deflateSync, inflateSync } from 'node:zlib'
import { Binary } from 'mongodb'
import { HitCraftError } from '../../../errors/hitcraft-error.ts'
import type { Packed } from './documents.ts'

/** Bytes under which compressing gains nothing. */
const SHORT = 512

/**
 * A value as JSON text, compressed where it is long. Text, since BSON has no halves of surrogate pairs
 * (`JSON.stringify` escapes them), no NUL in a key, and an end to its depth.
 */
export function pack(value: unknown): Packed {
  const json = JSON.stringify(value)
  return json.length <= SHORT ? json : new Binary(compress(json))
}

/** The bytes of {@link pack}, whatever their number. */
export function packBytes(value: unknown): Buffer {
  return compress(JSON.stringify(value))
}

/** @throws HitCraftError CORRUPT for what was not packed here */
export function unpack(packed: Packed): unknown {
  return unpackBytes(typeof packed === 'string' ? packed : bytesOf(packed))
}

export function unpackBytes(packed: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof packed === 'string' ? packed : inflateSync(packed).toString())
  } catch (cause) {
    throw new HitCraftError('CORRUPT', 'a document does not hold what was written', { cause })
  }
}

export function bytesOf(binary: Binary): Uint8Array {
  return binary.buffer.subarray(0, binary.position)
}

function compress(json: string): Buffer {
  return deflateSync(json, { level: 1 })
}
